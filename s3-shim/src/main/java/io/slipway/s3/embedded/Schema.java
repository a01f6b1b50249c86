package io.slipway.s3.embedded;

import java.util.List;

/**
 * The tables. Keys are compared byte by byte in UTF-8, as S3 lists them. The newest version of a key is the one with
 * the highest sequence. A version's bytes are in its own blob, or, when blob is 0, in the blobs of its parts.
 */
final class Schema {

    private static final List<String> TABLES = List.of("""
            CREATE TABLE IF NOT EXISTS bucket (
                name TEXT PRIMARY KEY, region TEXT NOT NULL, created INTEGER NOT NULL, versioning TEXT NOT NULL
            ) WITHOUT ROWID""", """
            CREATE TABLE IF NOT EXISTS configuration (
                bucket TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, body BLOB NOT NULL,
                PRIMARY KEY (bucket, kind, id)
            ) WITHOUT ROWID""", """
            CREATE TABLE IF NOT EXISTS version (
                bucket TEXT NOT NULL, key TEXT NOT NULL, sequence INTEGER NOT NULL, id TEXT NOT NULL,
                marker INTEGER NOT NULL, size INTEGER NOT NULL, etag TEXT NOT NULL, modified INTEGER NOT NULL,
                headers TEXT NOT NULL, checksums TEXT NOT NULL, tags TEXT NOT NULL,
                blob INTEGER NOT NULL, parts INTEGER NOT NULL, upload TEXT NOT NULL,
                PRIMARY KEY (bucket, key, sequence DESC)
            ) WITHOUT ROWID""", """
            CREATE TABLE IF NOT EXISTS version_part (
                sequence INTEGER NOT NULL, number INTEGER NOT NULL, blob INTEGER NOT NULL, size INTEGER NOT NULL,
                checksums TEXT NOT NULL,
                PRIMARY KEY (sequence, number)
            ) WITHOUT ROWID""", """
            CREATE TABLE IF NOT EXISTS upload (
                bucket TEXT NOT NULL, key TEXT NOT NULL, id TEXT NOT NULL, started INTEGER NOT NULL,
                headers TEXT NOT NULL, checksums TEXT NOT NULL, tags TEXT NOT NULL,
                PRIMARY KEY (bucket, key, id)
            ) WITHOUT ROWID""", """
            CREATE TABLE IF NOT EXISTS upload_part (
                upload TEXT NOT NULL, number INTEGER NOT NULL, blob INTEGER NOT NULL, size INTEGER NOT NULL,
                etag TEXT NOT NULL, modified INTEGER NOT NULL, checksums TEXT NOT NULL,
                PRIMARY KEY (upload, number)
            ) WITHOUT ROWID""", """
            CREATE TABLE IF NOT EXISTS counter (
                name TEXT PRIMARY KEY, value INTEGER NOT NULL
            ) WITHOUT ROWID""");

    private Schema() {}

    static void create(Session session) {
        TABLES.forEach(session::update);
    }
}
