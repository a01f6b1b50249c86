package io.slipway.emulator.metrics;

import io.slipway.emulator.store.Database;
import io.slipway.emulator.store.Database.Session;
import io.slipway.emulator.wire.Document;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is asked of the samples. */
final class MetricReads {

    private static final String OF_METRIC = " FROM metric JOIN sample ON sample.metric = metric.id WHERE region = ?1"
            + " AND namespace = ?2 AND dimensions = ?3 AND metric.name = ?4 AND time >= ?5 AND time < ?6";

    private final Database database;

    MetricReads(Database database) {
        this.database = database;
    }

    /** A metric that there is, and where it stands among all. */
    record Listed(long id, MetricKey key) {}

    /** Takes samples in the order of their times. */
    @FunctionalInterface
    interface SampleReader {
        void read(long timeMillis, OptionalLong step, double value);
    }

    /** Takes values, those of a period side by side and in their order. */
    @FunctionalInterface
    interface ValueReader {
        void read(long bucketStart, String unit, double value, double count);
    }

    /** Periods without samples are left out. */
    List<Bucket> buckets(BucketQuery query, boolean descending, long skip, long limit) {
        return database.read(session -> {
            List<Bucket> buckets = new ArrayList<>();
            PreparedStatement select = select(
                    session,
                    query,
                    "unit, sum(sum), sum(coalesce(count, 1)), min(coalesce(minimum, sum)), max(coalesce(maximum, sum))",
                    " GROUP BY bucket, unit ORDER BY bucket" + (descending ? " DESC" : "")
                            + ", unit LIMIT ?10 OFFSET ?11",
                    limit,
                    skip);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    buckets.add(new Bucket(
                            query.from() + rows.getLong(1) * query.period(),
                            unit(rows.getString(2)),
                            rows.getDouble(3),
                            rows.getDouble(4),
                            rows.getDouble(5),
                            rows.getDouble(6)));
                }
            }
            return buckets;
        });
    }

    /** Leaves out what clients reported as a set of statistics, of which the single values are not known. */
    void values(BucketQuery query, ValueReader reader) {
        database.read(session -> {
            PreparedStatement select = select(
                    session,
                    query,
                    "unit, coalesce(minimum, sum), coalesce(count, 1)",
                    " AND minimum IS maximum ORDER BY bucket, unit, 3");
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    long start = query.from() + rows.getLong(1) * query.period();
                    reader.read(start, unit(rows.getString(2)), rows.getDouble(3), rows.getDouble(4));
                }
            }
            return query;
        });
    }

    /** All of a metric. */
    void samples(MetricKey key, SampleReader reader) {
        database.read(session -> {
            PreparedStatement select =
                    session.prepare("SELECT time, step, sum" + OF_METRIC + " ORDER BY time, sequence");
            key.bind(select);
            select.setLong(5, Long.MIN_VALUE);
            select.setLong(6, Long.MAX_VALUE);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    long step = rows.getLong(2);
                    reader.read(
                            rows.getLong(1),
                            rows.wasNull() ? OptionalLong.empty() : OptionalLong.of(step),
                            rows.getDouble(3));
                }
            }
            return key;
        });
    }

    /**
     * The metrics behind one in the order they came to be.
     *
     * @param activeSince those that have a sample since then
     * @param dimensions an empty value stands for any
     */
    List<Listed> list(
            String region,
            Optional<String> namespace,
            Optional<String> name,
            List<DimensionFilter> dimensions,
            Optional<Instant> activeSince,
            long after,
            int limit) {
        StringBuilder sql = new StringBuilder("SELECT id, namespace, name, dimensions FROM metric"
                + " WHERE region = ? AND id > ? AND namespace NOT LIKE ':%'");
        List<Object> arguments = new ArrayList<>(List.of(region, after));
        namespace.ifPresent(text -> where(sql, arguments, " AND namespace = ?", text));
        name.ifPresent(text -> where(sql, arguments, " AND name = ?", text));
        for (DimensionFilter filter : dimensions) {
            where(sql, arguments, " AND id IN (SELECT metric FROM dimension WHERE name = ?", filter.name());
            filter.value().ifPresent(value -> where(sql, arguments, " AND value = ?", value));
            sql.append(')');
        }
        activeSince.ifPresent(time -> where(
                sql,
                arguments,
                " AND EXISTS (SELECT 1 FROM sample WHERE metric = metric.id AND time >= ?)",
                time.toEpochMilli()));
        where(sql, arguments, " ORDER BY id LIMIT ?", limit);
        return database.read(session -> {
            PreparedStatement select = session.prepare(sql.toString());
            for (int i = 0; i < arguments.size(); i++) {
                select.setObject(i + 1, arguments.get(i));
            }
            List<Listed> found = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    var byName = new TreeMap<>(
                            Document.parse("{\"of\":" + rows.getString(4) + "}").stringMap("of"));
                    found.add(new Listed(
                            rows.getLong(1), new MetricKey(region, rows.getString(2), rows.getString(3), byName)));
                }
            }
            return found;
        });
    }

    /** @param value empty for any */
    record DimensionFilter(String name, Optional<String> value) {}

    private static void where(StringBuilder sql, List<Object> arguments, String condition, Object argument) {
        sql.append(condition);
        arguments.add(argument);
    }

    private static PreparedStatement select(
            Session session, BucketQuery query, String columns, String tail, long... more) throws SQLException {
        PreparedStatement select = session.prepare("SELECT (time - ?7) / ?8 AS bucket, " + columns + OF_METRIC
                + " AND (?9 IS NULL OR coalesce(unit, 'None') = ?9)" + tail);
        query.key().bind(select);
        select.setLong(5, query.from());
        select.setLong(6, query.to());
        select.setLong(7, query.from());
        select.setLong(8, query.period());
        select.setString(9, query.unit().orElse(null));
        for (int i = 0; i < more.length; i++) {
            select.setLong(10 + i, more[i]);
        }
        return select;
    }

    private static String unit(@Nullable String stored) {
        return stored == null ? Sample.NO_UNIT : stored;
    }
}
