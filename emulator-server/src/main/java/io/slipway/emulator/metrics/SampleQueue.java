package io.slipway.emulator.metrics;

import io.slipway.emulator.metrics.MetricStore.Reported;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what many threads report: all that has come in while the last was written goes into one transaction. */
final class SampleQueue implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SampleQueue.class);

    /** Whoever reports faster than the disk takes it waits. */
    private static final int MOST_WAITING = 10_000;

    private final BlockingQueue<Reported> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Consumer<List<Reported>> target;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition progress = lock.newCondition();
    private long added;
    private long written;

    SampleQueue(Consumer<List<Reported>> target) {
        this.target = target;
        thread = Thread.ofPlatform().daemon().name("metrics").start(this::run);
    }

    void add(Reported entry) {
        lock.lock();
        try {
            added++;
        } finally {
            lock.unlock();
        }
        try {
            waiting.put(entry);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            write(List.of(entry));
        }
    }

    /** Waits until all that was added before is written. */
    void await() {
        lock.lock();
        try {
            long wanted = added;
            while (written < wanted && thread.isAlive()) {
                progress.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        List<Reported> batch = new ArrayList<>();
        try {
            while (true) {
                batch.add(waiting.take());
                waiting.drainTo(batch);
                write(batch);
                batch.clear();
            }
        } catch (InterruptedException e) {
            waiting.drainTo(batch);
            write(batch);
        }
    }

    private void write(List<Reported> batch) {
        try {
            if (!batch.isEmpty()) {
                target.accept(batch);
            }
        } catch (RuntimeException e) {
            LOG.error("{} values of metrics could not be written", batch.size(), e);
        } finally {
            lock.lock();
            try {
                written += batch.size();
                progress.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Writes what is waiting, and takes no more. */
    @Override
    public void close() {
        await();
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
