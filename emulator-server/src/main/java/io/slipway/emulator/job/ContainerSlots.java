package io.slipway.emulator.job;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** How many containers may work at once; who asks first is served first. */
public final class ContainerSlots {

    private final int total;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Object> waiting = new ArrayDeque<>();
    private int free;

    public ContainerSlots(int total) {
        if (total < 1) {
            throw new IllegalArgumentException("at least one container must be able to run, not " + total);
        }
        this.total = total;
        this.free = total;
    }

    /** Slots that a job holds; closing it gives them back, once. */
    public final class Slots implements AutoCloseable {

        private int held;

        private Slots(int held) {
            this.held = held;
        }

        @Override
        public void close() {
            lock.lock();
            try {
                free += held;
                held = 0;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /**
     * Waits until so many slots are free; a job that wants more than there are waits for all.
     *
     * @param onWaiting called once, before waiting, if there is a wait
     * @return empty if the stop signal came first
     */
    public Optional<Slots> acquire(int count, StopSignal stop, Runnable onWaiting) throws InterruptedException {
        int wanted = Math.min(count, total);
        Optional<Slots> now = tryAcquire(wanted);
        if (now.isPresent()) {
            return now;
        }
        onWaiting.run();
        var ticket = new Object();
        StopSignal.Registration registration = stop.onRequest(this::wakeUp);
        try {
            return await(wanted, stop, ticket);
        } finally {
            registration.cancel();
        }
    }

    private Optional<Slots> tryAcquire(int wanted) {
        lock.lock();
        try {
            return waiting.isEmpty() && free >= wanted ? Optional.of(take(wanted)) : Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private Optional<Slots> await(int wanted, StopSignal stop, Object ticket) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            waiting.addLast(ticket);
            while (!stop.isRequested()) {
                if (ticket.equals(waiting.peekFirst()) && free >= wanted) {
                    return Optional.of(take(wanted));
                }
                changed.await();
            }
            return Optional.empty();
        } finally {
            waiting.remove(ticket);
            // The next in line may be served now.
            changed.signalAll();
            lock.unlock();
        }
    }

    private Slots take(int wanted) {
        free -= wanted;
        return new Slots(wanted);
    }

    private void wakeUp() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
