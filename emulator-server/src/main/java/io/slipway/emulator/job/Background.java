package io.slipway.emulator.job;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** A task that runs beside its caller; closing it interrupts it and waits for it, so that nothing outlives its block. */
public final class Background<T> implements AutoCloseable {

    /** What is done; a checked exception other than an interrupt has no place in it. */
    @FunctionalInterface
    public interface Task<T> {
        T run() throws InterruptedException;
    }

    /** Not the caller was interrupted but the task that it waits for. */
    public static final class TaskInterrupted extends InterruptedException {
        private static final long serialVersionUID = 1L;

        TaskInterrupted(InterruptedException cause) {
            super("the task was interrupted");
            initCause(cause);
        }
    }

    private final FutureTask<T> future;
    private final Thread thread;

    private Background(Task<T> task) {
        future = new FutureTask<>(task::run);
        thread = Thread.ofVirtual().start(future);
    }

    public static <T> Background<T> start(Task<T> task) {
        return new Background<>(task);
    }

    /** Waits for the end of the task, however it ends, but no longer than that. */
    public boolean endsWithin(Duration time) throws InterruptedException {
        return thread.join(time);
    }

    /**
     * Waits for the result; what the task threw is thrown here.
     *
     * @throws TaskInterrupted if the task was interrupted
     * @throws InterruptedException if the caller was
     */
    public T await() throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case InterruptedException interrupt -> throw new TaskInterrupted(interrupt);
                case RuntimeException failure -> throw failure;
                case Error error -> throw error;
                case null, default -> throw new IllegalStateException(e.getCause());
            }
        }
    }

    public void interrupt() {
        thread.interrupt();
    }

    @Override
    public void close() {
        thread.interrupt();
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
