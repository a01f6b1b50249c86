package io.slipway.emulator.job;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A job's own view of its run. */
public final class RunningJob {

    private final StopSignal stopSignal = new StopSignal();
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Thread thread;
    private boolean settling;
    private boolean interrupted;

    public StopSignal stopSignal() {
        return stopSignal;
    }

    /**
     * From here on the program's end waits for the job in place of interrupting it: it has a result that must be kept.
     *
     * @throws InterruptedException if the program is being stopped already
     */
    public void settle() throws InterruptedException {
        lock.lock();
        try {
            if (interrupted) {
                throw new InterruptedException("the program is being stopped");
            }
            settling = true;
        } finally {
            lock.unlock();
        }
    }

    void runsOn(Thread own) {
        lock.lock();
        try {
            thread = own;
        } finally {
            lock.unlock();
        }
    }

    void interruptUnlessSettling() {
        lock.lock();
        try {
            if (!settling && thread != null) {
                interrupted = true;
                thread.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    void join() {
        try {
            Thread own = thread;
            if (own != null) {
                own.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
