package io.slipway.it;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits for conditions; the time is only there so that a broken server fails the test. */
final class Await {

    private static final Duration PAUSE = Duration.ofMillis(50);

    private Await() {}

    static <T> T value(Duration patience, Supplier<T> look, Predicate<T> condition) {
        Instant end = Instant.now().plus(patience);
        T value = look.get();
        while (!condition.test(value)) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("the condition did not come true: " + value);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
            value = look.get();
        }
        return value;
    }
}
