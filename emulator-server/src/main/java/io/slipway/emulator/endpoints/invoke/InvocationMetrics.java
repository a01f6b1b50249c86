package io.slipway.emulator.endpoints.invoke;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Counts requests and their times; equal values are told together, a second after the first.
 *
 * @see <a href="https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html">Endpoint invocation metrics</a>
 */
public final class InvocationMetrics implements AutoCloseable {

    private static final Duration DELAY = Duration.ofSeconds(1);
    private static final String NO_UNIT = "None";
    private static final String MICROSECONDS = "Microseconds";

    /** Times are told to three digits: else nearly each would be a row of its own. */
    private static final long LARGEST = 1000;

    private final Consumer<Measurement> target;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private Map<Value, Long> counts = new HashMap<>();

    private record Value(String region, String endpoint, String variant, String metric, String unit, double value) {}

    /** @param target told of what was seen; must not wait long */
    public InvocationMetrics(Consumer<Measurement> target, InstantSource clock) {
        this.target = target;
        this.clock = clock;
    }

    /**
     * Counts a request that was sent to a variant.
     *
     * @param status of the model's answer; 0 if there was none
     * @param instances of the variant
     * @param modelNanos in the containers
     * @param overheadNanos beside them
     */
    void add(
            InvocationRequest request, String variant, int status, int instances, long modelNanos, long overheadNanos) {
        boolean first;
        lock.lock();
        try {
            first = counts.isEmpty();
            count(request, variant, "Invocations", NO_UNIT, 1);
            count(request, variant, "InvocationsPerInstance", NO_UNIT, 1.0 / Math.max(1, instances));
            count(request, variant, "Invocation4XXErrors", NO_UNIT, status >= 400 && status < 500 ? 1 : 0);
            count(request, variant, "Invocation5XXErrors", NO_UNIT, status == 0 || status >= 500 ? 1 : 0);
            count(request, variant, "ModelLatency", MICROSECONDS, rounded(modelNanos));
            count(request, variant, "OverheadLatency", MICROSECONDS, rounded(overheadNanos));
        } finally {
            lock.unlock();
        }
        if (first) {
            Thread.ofVirtual().name("invocation-metrics").start(this::tellSoon);
        }
    }

    private void count(InvocationRequest request, String variant, String metric, String unit, double value) {
        var key = new Value(request.context().region(), request.endpoint(), variant, metric, unit, value);
        counts.merge(key, 1L, Long::sum);
    }

    /** In microseconds. */
    private static double rounded(long nanos) {
        long micros = TimeUnit.NANOSECONDS.toMicros(nanos);
        long step = 1;
        while (micros / step >= LARGEST) {
            step *= 10;
        }
        return (double) (micros / step * step);
    }

    private void tellSoon() {
        try {
            Thread.sleep(DELAY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        close();
    }

    /** Tells what is not told yet. */
    @Override
    public void close() {
        Map<Value, Long> seen;
        lock.lock();
        try {
            seen = counts;
            counts = new HashMap<>();
        } finally {
            lock.unlock();
        }
        Instant now = clock.instant();
        seen.forEach((value, count) -> target.accept(new Measurement(
                value.region(),
                value.endpoint(),
                value.variant(),
                value.metric(),
                value.unit(),
                now,
                value.value(),
                count)));
    }
}
