package io.slipway.s3.embedded;

import io.slipway.s3.ObjectStoreException;
import io.slipway.s3.embedded.Bucket.Versioning;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Buckets and what is configured on them. Configurations are kept as they were sent, by kind and id. */
public final class Buckets {

    private final Index index;
    private final Blobs blobs;
    private final InstantSource clock;

    Buckets(Index index, Blobs blobs, InstantSource clock) {
        this.index = index;
        this.blobs = blobs;
        this.clock = clock;
    }

    /** @return false if it was there already */
    public boolean create(String name, String region) {
        BucketNames.check(name);
        return index.write(session -> session.update(
                        "INSERT OR IGNORE INTO bucket (name, region, created, versioning) VALUES (?, ?, ?, 'OFF')",
                        name,
                        region,
                        clock.millis()))
                == 1;
    }

    public Optional<Bucket> find(String name) {
        return index.read(session -> find(session, name));
    }

    public Bucket get(String name) {
        return find(name).orElseThrow(() -> Errors.noSuchBucket(name));
    }

    static Bucket get(Session session, String name) {
        return find(session, name).orElseThrow(() -> Errors.noSuchBucket(name));
    }

    private static Optional<Bucket> find(Session session, String name) {
        return session.first(
                "SELECT name, region, created, versioning FROM bucket WHERE name = ?", Buckets::bucket, name);
    }

    /** By name. */
    public List<Bucket> list() {
        return index.read(session ->
                session.list("SELECT name, region, created, versioning FROM bucket ORDER BY name", Buckets::bucket));
    }

    /** @throws ObjectStoreException {@code BucketNotEmpty} while any version or delete marker is in it */
    public void delete(String name) {
        List<Long> freed = index.write(session -> {
            get(session, name);
            if (session.first("SELECT 1 FROM version WHERE bucket = ? LIMIT 1", row -> row.getInt(1), name)
                    .isPresent()) {
                throw new ObjectStoreException("BucketNotEmpty", "The bucket you tried to delete is not empty");
            }
            session.update("DELETE FROM configuration WHERE bucket = ?", name);
            session.update("DELETE FROM bucket WHERE name = ?", name);
            return Uploads.removeAll(session, name);
        });
        blobs.delete(freed);
    }

    public void setVersioning(String name, Versioning versioning) {
        index.write(session -> {
            get(session, name);
            return session.update("UPDATE bucket SET versioning = ? WHERE name = ?", versioning.name(), name);
        });
    }

    public Optional<byte[]> findConfiguration(String bucket, String kind, String id) {
        return index.read(session -> {
            get(session, bucket);
            return session.first(
                    "SELECT body FROM configuration WHERE bucket = ? AND kind = ? AND id = ?",
                    row -> row.getBytes(1),
                    bucket,
                    kind,
                    id);
        });
    }

    /** All of a kind, by id. */
    public List<byte[]> listConfigurations(String bucket, String kind) {
        return index.read(session -> {
            get(session, bucket);
            return session.list(
                    "SELECT body FROM configuration WHERE bucket = ? AND kind = ? ORDER BY id",
                    row -> row.getBytes(1),
                    bucket,
                    kind);
        });
    }

    public void putConfiguration(String bucket, String kind, String id, byte[] body) {
        index.write(session -> {
            get(session, bucket);
            return session.update(
                    "INSERT OR REPLACE INTO configuration (bucket, kind, id, body) VALUES (?, ?, ?, ?)",
                    bucket,
                    kind,
                    id,
                    body);
        });
    }

    public boolean deleteConfiguration(String bucket, String kind, String id) {
        return index.write(session -> {
            get(session, bucket);
            return session.update(
                            "DELETE FROM configuration WHERE bucket = ? AND kind = ? AND id = ?", bucket, kind, id)
                    == 1;
        });
    }

    private static Bucket bucket(ResultSet row) throws SQLException {
        return new Bucket(
                row.getString(1),
                row.getString(2),
                Instant.ofEpochMilli(row.getLong(3)),
                Versioning.valueOf(row.getString(4)));
    }
}
