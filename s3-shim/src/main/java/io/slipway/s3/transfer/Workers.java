package io.slipway.s3.transfer;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A few tasks at a time; the first failure ends the whole. */
final class Workers implements AutoCloseable {

    private final int parallel;
    private final Semaphore free;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();

    Workers(int parallel) {
        this.parallel = parallel;
        this.free = new Semaphore(parallel);
    }

    /** Starts the task as soon as a worker is free. */
    void start(Runnable task) throws InterruptedException {
        free.acquire();
        throwFailure();
        threads.execute(() -> run(task));
    }

    /** Returns when every task has succeeded. */
    void await() throws InterruptedException {
        free.acquire(parallel);
        throwFailure();
    }

    /** Interrupts what still runs and waits for it. */
    @Override
    public void close() {
        threads.shutdownNow();
        threads.close();
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
        } finally {
            free.release();
        }
    }

    private void throwFailure() {
        RuntimeException first = failure.get();
        if (first != null) {
            throw first;
        }
    }
}
