package io.slipway.emulator.metrics;

import io.slipway.emulator.store.Database;
import io.slipway.emulator.store.Database.Session;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The samples of all metrics, in a file of their own. What {@link #put} has returned from is on disk; what was {@link
 * #record}ed is so a moment later, and before anything is read.
 */
public final class MetricStore implements AutoCloseable {

    private static final int MOST_KNOWN = 10_000;

    /** A sample and what it is of. */
    record Reported(MetricKey key, Sample sample) {}

    private final Path file;
    private final SampleQueue queue;

    private @Nullable Database opened;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<MetricKey, Long> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<MetricKey, Long> eldest) {
            return size() > MOST_KNOWN;
        }
    };

    /** @param file opened, or made, when it is first needed, so that the start does not wait for it */
    public MetricStore(Path file) {
        this.file = file;
        queue = new SampleQueue(this::put);
    }

    private Database database() {
        lock.lock();
        try {
            Database database = opened;
            if (database == null) {
                database = Database.open(file, MetricTables.STEPS);
                opened = database;
            }
            return database;
        } finally {
            lock.unlock();
        }
    }

    /** Takes a sample that nobody waits for. */
    public void record(MetricKey key, Sample sample) {
        queue.add(new Reported(key, sample));
    }

    void put(List<Reported> entries) {
        Map<MetricKey, Long> found = database().write(session -> {
            Map<MetricKey, Long> ids = new HashMap<>();
            for (Reported entry : entries) {
                Long id = ids.get(entry.key());
                if (id == null) {
                    id = idOf(session, entry.key());
                    ids.put(entry.key(), id);
                }
                insert(session, id, entry.sample());
            }
            return ids;
        });
        // Only now: a metric that is undone with its transaction must not be remembered.
        lock.lock();
        try {
            known.putAll(found);
        } finally {
            lock.unlock();
        }
    }

    private long idOf(Session session, MetricKey key) throws SQLException {
        lock.lock();
        try {
            Long id = known.get(key);
            if (id != null) {
                return id;
            }
        } finally {
            lock.unlock();
        }
        return findOrInsert(session, key);
    }

    /** What is read of the samples, and how. */
    MetricReads reads() {
        queue.await();
        return new MetricReads(database());
    }

    private static long findOrInsert(Session session, MetricKey key) throws SQLException {
        PreparedStatement select = session.prepare(
                "SELECT id FROM metric WHERE region = ? AND namespace = ? AND dimensions = ? AND name = ?");
        key.bind(select);
        try (ResultSet row = select.executeQuery()) {
            if (row.next()) {
                return row.getLong(1);
            }
        }
        PreparedStatement insert =
                session.prepare("INSERT INTO metric (region, namespace, dimensions, name) VALUES (?, ?, ?, ?)");
        key.bind(insert);
        insert.executeUpdate();
        long id;
        try (ResultSet row = session.prepare("SELECT last_insert_rowid()").executeQuery()) {
            id = row.getLong(1);
        }
        PreparedStatement dimension = session.prepare("INSERT INTO dimension (name, value, metric) VALUES (?, ?, ?)");
        for (Map.Entry<String, String> entry : key.dimensions().entrySet()) {
            dimension.setString(1, entry.getKey());
            dimension.setString(2, entry.getValue());
            dimension.setLong(3, id);
            dimension.executeUpdate();
        }
        return id;
    }

    private static void insert(Session session, long metric, Sample sample) throws SQLException {
        long time = sample.time().toEpochMilli();
        PreparedStatement insert =
                session.prepare("INSERT INTO sample (metric, time, sequence, sum, count, minimum, maximum, unit, step)"
                        + " SELECT ?1, ?2, coalesce(max(sequence), 0) + 1, ?3, ?4, ?5, ?6, ?7, ?8"
                        + " FROM sample WHERE metric = ?1 AND time = ?2");
        insert.setLong(1, metric);
        insert.setLong(2, time);
        insert.setDouble(3, sample.sum());
        if (sample.count() == 1 && sample.minimum() == sample.sum() && sample.maximum() == sample.sum()) {
            insert.setNull(4, Types.REAL);
            insert.setNull(5, Types.REAL);
            insert.setNull(6, Types.REAL);
        } else {
            insert.setDouble(4, sample.count());
            insert.setDouble(5, sample.minimum());
            insert.setDouble(6, sample.maximum());
        }
        insert.setString(7, sample.unit().equals(Sample.NO_UNIT) ? null : sample.unit());
        OptionalLong step = sample.step();
        if (step.isPresent()) {
            insert.setLong(8, step.getAsLong());
        } else {
            insert.setNull(8, Types.INTEGER);
        }
        insert.executeUpdate();
    }

    @Override
    public void close() {
        queue.close();
        lock.lock();
        try {
            if (opened != null) {
                opened.close();
            }
        } finally {
            lock.unlock();
        }
    }
}
