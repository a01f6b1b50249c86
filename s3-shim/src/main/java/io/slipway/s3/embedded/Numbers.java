package io.slipway.s3.embedded;

import java.util.concurrent.locks.ReentrantLock;

/** Ever-rising numbers for blobs and versions: none is given twice, whatever crashes. */
final class Numbers {

    private static final long BLOCK = 100_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Index index;
    private final long first;
    private long next;
    private long reserved;

    Numbers(Index index) {
        this.index = index;
        first = index.read(session ->
                        session.first("SELECT value FROM counter WHERE name = 'number'", row -> row.getLong(1)))
                .orElse(1L);
        next = first;
        reserved = first;
    }

    /** The least number that this process gives: all below are of its predecessors. */
    long first() {
        return first;
    }

    /** Never inside a transaction: it may need one of its own. */
    long next() {
        lock.lock();
        try {
            if (next == reserved) {
                long limit = reserved + BLOCK;
                index.write(session ->
                        session.update("INSERT OR REPLACE INTO counter (name, value) VALUES ('number', ?)", limit));
                reserved = limit;
            }
            return next++;
        } finally {
            lock.unlock();
        }
    }
}
