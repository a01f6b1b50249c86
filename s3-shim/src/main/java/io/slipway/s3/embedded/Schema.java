package io.slipway.s3.embedded;

import io.slipway.s3.ObjectStoreException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The tables. Keys are compared byte by byte in UTF-8, as S3 lists them. The newest version of a key is the one with
 * the highest sequence. A version's bytes are in its own blob, or, when blob is 0, in the blobs of its parts.
 */
final class Schema {

    private static final int VERSION = 1;

    private static final List<String> TABLES = List.of("""
            CREATE TABLE bucket (
                name TEXT PRIMARY KEY, region TEXT NOT NULL, created INTEGER NOT NULL, versioning TEXT NOT NULL
            ) WITHOUT ROWID""", """
            CREATE TABLE configuration (
                bucket TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, body BLOB NOT NULL,
                PRIMARY KEY (bucket, kind, id)
            ) WITHOUT ROWID""", """
            CREATE TABLE version (
                bucket TEXT NOT NULL, key TEXT NOT NULL, sequence INTEGER NOT NULL, id TEXT NOT NULL,
                marker INTEGER NOT NULL, size INTEGER NOT NULL, etag TEXT NOT NULL, modified INTEGER NOT NULL,
                headers TEXT NOT NULL, checksums TEXT NOT NULL, tags TEXT NOT NULL,
                blob INTEGER NOT NULL, parts INTEGER NOT NULL, upload TEXT NOT NULL,
                PRIMARY KEY (bucket, key, sequence DESC)
            ) WITHOUT ROWID""", """
            CREATE TABLE version_part (
                sequence INTEGER NOT NULL, number INTEGER NOT NULL, blob INTEGER NOT NULL, size INTEGER NOT NULL,
                checksums TEXT NOT NULL,
                PRIMARY KEY (sequence, number)
            ) WITHOUT ROWID""", """
            CREATE TABLE upload (
                bucket TEXT NOT NULL, key TEXT NOT NULL, id TEXT NOT NULL, started INTEGER NOT NULL,
                headers TEXT NOT NULL, checksums TEXT NOT NULL, tags TEXT NOT NULL,
                PRIMARY KEY (bucket, key, id)
            ) WITHOUT ROWID""", """
            CREATE TABLE upload_part (
                upload TEXT NOT NULL, number INTEGER NOT NULL, blob INTEGER NOT NULL, size INTEGER NOT NULL,
                etag TEXT NOT NULL, modified INTEGER NOT NULL, checksums TEXT NOT NULL,
                PRIMARY KEY (upload, number)
            ) WITHOUT ROWID""", """
            CREATE TABLE counter (
                name TEXT PRIMARY KEY, value INTEGER NOT NULL
            ) WITHOUT ROWID""");

    private Schema() {}

    /**
     * Makes the tables in a new file, and leaves those of this version as they are.
     *
     * @throws ObjectStoreException if the tables are of another version
     */
    static void create(Session session) {
        session.update("BEGIN IMMEDIATE");
        try {
            int version =
                    session.first("PRAGMA user_version", row -> row.getInt(1)).orElse(0);
            Set<String> there = new TreeSet<>(
                    session.list("SELECT sql FROM sqlite_master WHERE type = 'table'", row -> row.getString(1)));
            // The first tables were made without a version.
            boolean known = version == VERSION || (version == 0 && there.equals(new TreeSet<>(TABLES)));
            if (!known && (version != 0 || !there.isEmpty())) {
                throw new ObjectStoreException(
                        "InternalError",
                        "The object index is of another version of Slipway (schema " + version + ", this one knows "
                                + VERSION + ")");
            }
            if (!known) {
                TABLES.forEach(session::update);
            }
            session.update("PRAGMA user_version = " + VERSION);
            session.update("COMMIT");
        } catch (RuntimeException e) {
            session.update("ROLLBACK");
            throw e;
        }
    }
}
