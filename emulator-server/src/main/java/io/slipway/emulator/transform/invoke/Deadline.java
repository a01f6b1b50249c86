package io.slipway.emulator.transform.invoke;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** The end of one attempt's time: the connection in use is closed then. Closing it takes that back. */
final class Deadline implements AutoCloseable {
    private final ReentrantLock lock = new ReentrantLock();
    private final Thread watch;
    private Optional<ContainerConnection> inUse = Optional.empty();
    private boolean over;

    private Deadline(Duration time) {
        watch = Thread.ofVirtual().unstarted(() -> watch(time));
    }

    static Deadline in(Duration time) {
        var deadline = new Deadline(time);
        deadline.watch.start();
        return deadline;
    }

    boolean isOver() {
        lock.lock();
        try {
            return over;
        } finally {
            lock.unlock();
        }
    }

    /** From here on this connection is the one to be closed. */
    void guard(ContainerConnection connection) {
        lock.lock();
        try {
            inUse = Optional.of(connection);
            if (over) {
                connection.close();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The connection is out of danger; it may be used by others. */
    void release() {
        lock.lock();
        try {
            inUse = Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private void watch(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        lock.lock();
        try {
            over = true;
            inUse.ifPresent(ContainerConnection::close);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        watch.interrupt();
    }
}
