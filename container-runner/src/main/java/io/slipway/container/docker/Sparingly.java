package io.slipway.container.docker;

import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** A reading that may be slow: it is taken anew only when it has cost no more than a hundredth of the time since. */
final class Sparingly<T> {

    private static final long SHARE = 100;

    private final Supplier<T> reading;
    private final LongSupplier nanoseconds;
    private final ReentrantLock lock = new ReentrantLock();
    private Optional<T> last = Optional.empty();
    private long next;

    /** @param nanoseconds that have passed since some moment */
    Sparingly(Supplier<T> reading, LongSupplier nanoseconds) {
        this.reading = reading;
        this.nanoseconds = nanoseconds;
    }

    /** The last reading, or another one. */
    T get() {
        lock.lock();
        try {
            long start = nanoseconds.getAsLong();
            if (last.isPresent() && start - next < 0) {
                return last.get();
            }
            T taken = reading.get();
            last = Optional.of(taken);
            long end = nanoseconds.getAsLong();
            next = end + SHARE * (end - start);
            return taken;
        } finally {
            lock.unlock();
        }
    }
}
