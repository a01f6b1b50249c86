package io.slipway.emulator.serving.client;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many requests a container is given at a time: as many as may come, unless it says how many processes it answers with.
 * More would only wait in it, each on a connection of its own that costs both sides more than to wait here.
 */
final class Places {

    private static final int MANY = 1 << 30;

    private final AtomicInteger all = new AtomicInteger(MANY);
    private final Permits free = new Permits();

    /** First come, first served. */
    private static final class Permits extends Semaphore {

        private static final long serialVersionUID = 1L;

        Permits() {
            super(MANY, true);
        }

        void reduce(int count) {
            reducePermits(count);
        }
    }

    /**
     * Each one taken has to be {@link #leave}d.
     *
     * @param end of the time to wait, by {@link System#nanoTime}
     * @return false if none comes free in that time
     */
    boolean take(long end) throws InterruptedException {
        return free.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    void leave() {
        free.release();
    }

    /** From here on there are so many. */
    void limit(int count) {
        if (all.get() == count) {
            return;
        }
        int more = count - all.getAndSet(count);
        if (more < 0) {
            free.reduce(-more);
        } else {
            free.release(more);
        }
    }

    /** Lets all through that wait. */
    void open() {
        limit(MANY);
    }
}
