package io.slipway.s3.embedded;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/**
 * One version of an object, or a delete marker.
 *
 * @param sequence the higher, the newer
 * @param id {@code null}, the four letters, if it was written while versioning was not enabled
 * @param etag without quotes
 * @param blob where its bytes are; 0 if it has none or they are in those of its parts
 * @param parts of which it was made by a multipart upload; 0 if it was put
 * @param upload the id of that multipart upload; empty if it was put
 */
public record Version(
        String bucket,
        String key,
        long sequence,
        String id,
        boolean deleteMarker,
        long size,
        String etag,
        Instant modified,
        Attributes attributes,
        long blob,
        int parts,
        String upload) {

    public static final String UNVERSIONED = "null";

    static final String COLUMNS =
            "bucket, key, sequence, id, marker, size, etag, modified, headers, checksums, tags, blob, parts, upload";

    static Version read(ResultSet row) throws SQLException {
        return new Version(
                row.getString(1),
                row.getString(2),
                row.getLong(3),
                row.getString(4),
                row.getInt(5) != 0,
                row.getLong(6),
                row.getString(7),
                Instant.ofEpochMilli(row.getLong(8)),
                new Attributes(
                        Fields.decode(row.getString(9)),
                        Fields.decode(row.getString(10)),
                        Fields.decode(row.getString(11))),
                row.getLong(12),
                row.getInt(13),
                row.getString(14));
    }

    void insert(Session session) {
        session.update(
                "INSERT INTO version (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                bucket,
                key,
                sequence,
                id,
                deleteMarker ? 1 : 0,
                size,
                etag,
                modified.toEpochMilli(),
                Fields.encode(attributes.headers()),
                Fields.encode(attributes.checksums()),
                Fields.encode(attributes.tags()),
                blob,
                parts,
                upload);
    }
}
