package io.slipway.emulator.job;

import io.slipway.emulator.wire.Document;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the values of metrics in the lines of a job, and keeps the last of each. May be used from many threads. */
public final class MetricScraper {

    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");

    private final Map<String, GuardedPattern> patterns = new LinkedHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, @Nullable Datapoint> last = new LinkedHashMap<>();
    private final List<String> givenUp = new CopyOnWriteArrayList<>();

    /** @param value single precision, as the service keeps it */
    public record Datapoint(String metric, double value, Instant time) {}

    /** @throws java.util.regex.PatternSyntaxException if one is no regular expression */
    public MetricScraper(List<MetricDefinition> definitions) {
        for (MetricDefinition definition : definitions) {
            patterns.put(definition.name(), new GuardedPattern(definition.regex()));
            last.put(definition.name(), null);
        }
    }

    /** @param line with its control characters escaped */
    public List<Datapoint> match(Instant time, String line) {
        if (patterns.isEmpty()) {
            return List.of();
        }
        lock.lock();
        try {
            List<Datapoint> found = new ArrayList<>();
            patterns.forEach((name, pattern) -> {
                boolean before = pattern.isGivenUp();
                pattern.firstGroup(line)
                        .flatMap(MetricScraper::number)
                        .ifPresent(value -> found.add(new Datapoint(name, value, time)));
                if (pattern.isGivenUp() && !before) {
                    givenUp.add(name);
                }
            });
            found.forEach(datapoint -> last.put(datapoint.metric(), datapoint));
            return found;
        } finally {
            lock.unlock();
        }
    }

    /** The metrics whose expression took so long that it is tried no more; asked for after every line. */
    public List<String> givenUp() {
        return givenUp;
    }

    /** {@code FinalMetricDataList}: the last value of each metric that had one, in the order of definition. */
    public Optional<List<Document>> finalMetrics() {
        lock.lock();
        try {
            List<Document> metrics = new ArrayList<>();
            for (Datapoint datapoint : last.values()) {
                if (datapoint != null) {
                    metrics.add(Document.EMPTY
                            .with("MetricName", datapoint.metric())
                            .with("Value", datapoint.value())
                            .with("Timestamp", datapoint.time().truncatedTo(ChronoUnit.SECONDS)));
                }
            }
            return metrics.isEmpty() ? Optional.empty() : Optional.of(metrics);
        } finally {
            lock.unlock();
        }
    }

    private static Optional<Double> number(String text) {
        String stripped = text.strip();
        if (!NUMBER.matcher(stripped).matches()) {
            return Optional.empty();
        }
        double value = Float.parseFloat(stripped);
        return Double.isInfinite(value) ? Optional.empty() : Optional.of(value);
    }
}
