package io.slipway.emulator.endpoints;

import io.slipway.emulator.aws.Arn;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes to endpoints, each on a thread of its own, one an endpoint at a time. Closing it interrupts them; they leave the
 * endpoint as it is stored, and the next start goes on.
 */
final class Turns implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Turns.class);

    /** A change, from its first step to its last. */
    @FunctionalInterface
    interface Turn {
        void run() throws InterruptedException;
    }

    private final ConcurrentMap<String, Thread> latest = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private boolean closed;

    /** Begins it when those before it have ended; returns at once. */
    void start(Arn endpoint, Turn turn) {
        String key = endpoint.toString().toLowerCase(Locale.ROOT);
        lock.lock();
        try {
            if (closed) {
                return;
            }
            Thread before = latest.get(key);
            latest.put(key, Thread.ofVirtual().name(endpoint.resource()).start(() -> run(endpoint, key, before, turn)));
        } finally {
            lock.unlock();
        }
    }

    private void run(Arn endpoint, String key, @Nullable Thread before, Turn turn) {
        try {
            if (before != null) {
                before.join();
            }
            turn.run();
        } catch (InterruptedException e) {
            LOG.info("{} was interrupted; the next start goes on", endpoint.resource());
        } catch (RuntimeException e) {
            LOG.error("{} was not changed", endpoint.resource(), e);
        } finally {
            latest.remove(key, Thread.currentThread());
        }
    }

    @Override
    public void close() {
        List<Thread> left;
        lock.lock();
        try {
            closed = true;
            left = List.copyOf(latest.values());
        } finally {
            lock.unlock();
        }
        left.forEach(Thread::interrupt);
        for (Thread thread : left) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
