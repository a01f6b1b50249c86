package io.slipway.s3.embedded;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Makes one file of the parts of a multipart upload, when somebody first needs one: an upload completes at once, and
 * objects that are only streamed are never copied.
 */
final class Joins {

    private final ConcurrentHashMap<Long, ReentrantLock> joining = new ConcurrentHashMap<>();
    private final Index index;
    private final Blobs blobs;

    Joins(Index index, Blobs blobs) {
        this.index = index;
        this.blobs = blobs;
    }

    /** Afterwards the version has a blob of its own, or is gone. */
    void join(ObjectReader reader) {
        long sequence = reader.version().sequence();
        ReentrantLock lock = joining.computeIfAbsent(sequence, number -> new ReentrantLock());
        lock.lock();
        try {
            if (inParts(sequence)) {
                joinParts(sequence, reader.blobs());
            }
        } finally {
            joining.remove(sequence, lock);
            lock.unlock();
        }
    }

    private boolean inParts(long sequence) {
        return index.read(session -> session.first(
                        "SELECT 1 FROM version_part WHERE sequence = ? AND blob <> 0 LIMIT 1",
                        row -> row.getInt(1),
                        sequence)
                .isPresent());
    }

    private void joinParts(long sequence, List<Long> parts) {
        long joined = blobs.join(parts);
        boolean replaced = false;
        try {
            replaced = index.write(session -> {
                session.update("UPDATE version_part SET blob = 0 WHERE sequence = ?", sequence);
                return session.update("UPDATE version SET blob = ? WHERE sequence = ? AND blob = 0", joined, sequence)
                        == 1;
            });
        } finally {
            blobs.delete(replaced ? parts : List.of(joined));
        }
    }
}
