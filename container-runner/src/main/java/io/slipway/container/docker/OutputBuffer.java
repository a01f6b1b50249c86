package io.slipway.container.docker;

import io.slipway.container.EngineException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Between the engine's stream and a slower reader: when it is full, the stream waits, and with it the container. */
final class OutputBuffer {

    private static final int LIMIT = 1 << 20;

    /** Bytes as they came, with the time at which they did. */
    @SuppressWarnings("ArrayRecordComponent") // handed from one thread to the other and never compared
    record Chunk(Instant time, boolean error, byte[] bytes) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Chunk> chunks = new ArrayDeque<>();
    private int size;
    private boolean lossy;
    private boolean unlimited;
    private boolean discarding;
    private boolean finished;
    private Optional<EngineException> failure = Optional.empty();

    void put(Chunk chunk) throws InterruptedException {
        lock.lock();
        try {
            while (size >= LIMIT && !unlimited && !lossy && !discarding) {
                changed.await();
            }
            if (discarding || (lossy && size >= LIMIT)) {
                return;
            }
            chunks.addLast(chunk);
            size += chunk.bytes().length;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The next chunk, or empty at the end of the stream. */
    Optional<Chunk> take() throws InterruptedException {
        lock.lock();
        try {
            while (chunks.isEmpty() && !finished && !discarding) {
                changed.await();
            }
            Chunk chunk = chunks.pollFirst();
            if (chunk == null) {
                failure.ifPresent(reason -> {
                    throw reason;
                });
                return Optional.empty();
            }
            size -= chunk.bytes().length;
            changed.signalAll();
            return Optional.of(chunk);
        } finally {
            lock.unlock();
        }
    }

    void finish(Optional<EngineException> reason) {
        change(() -> {
            finished = true;
            failure = reason;
        });
    }

    void expectReader() {
        change(() -> lossy = false);
    }

    void expectNoReader() {
        change(() -> lossy = true);
    }

    void liftLimit() {
        change(() -> unlimited = true);
    }

    void discard() {
        change(() -> {
            discarding = true;
            chunks.clear();
            size = 0;
        });
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
