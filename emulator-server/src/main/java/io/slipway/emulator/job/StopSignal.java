package io.slipway.emulator.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** A client's wish that a job ends early; once given, it stays. */
public final class StopSignal {

    private final ReentrantLock lock = new ReentrantLock();
    private final List<Runnable> actions = new ArrayList<>();
    private boolean requested;

    /** Takes an action back; what it began goes on. */
    @FunctionalInterface
    public interface Registration {
        void cancel();
    }

    public boolean isRequested() {
        lock.lock();
        try {
            return requested;
        } finally {
            lock.unlock();
        }
    }

    /** Gives the signal and returns at once; the actions run on threads of their own. */
    public void request() {
        lock.lock();
        try {
            requested = true;
            actions.forEach(Thread::startVirtualThread);
            actions.clear();
        } finally {
            lock.unlock();
        }
    }

    /** Has something done when the signal is given: at once if it was. */
    public Registration onRequest(Runnable action) {
        lock.lock();
        try {
            if (requested) {
                Thread.startVirtualThread(action);
            } else {
                actions.add(action);
            }
        } finally {
            lock.unlock();
        }
        return () -> remove(action);
    }

    private void remove(Runnable action) {
        lock.lock();
        try {
            actions.remove(action);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Does something that the signal interrupts.
     *
     * @return its result, or empty if it was given up because of the signal
     */
    public <T> Optional<T> callUnlessRequested(Background.Task<T> task) throws InterruptedException {
        if (isRequested()) {
            return Optional.empty();
        }
        try (Background<T> call = Background.start(task)) {
            Registration registration = onRequest(call::interrupt);
            try {
                return Optional.of(call.await());
            } finally {
                registration.cancel();
            }
        } catch (Background.TaskInterrupted | RuntimeException e) {
            // What is interrupted fails in many ways.
            if (isRequested()) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
