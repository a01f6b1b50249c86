package io.slipway.s3.embedded;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;

/**
 * A part of an upload in progress.
 *
 * @param etag without quotes
 * @param checksums by lower-case header name
 */
public record UploadPart(
        int number, long blob, long size, String etag, Instant modified, Map<String, String> checksums) {

    static final String COLUMNS = "number, blob, size, etag, modified, checksums";

    public UploadPart {
        checksums = Map.copyOf(checksums);
    }

    static UploadPart read(ResultSet row) throws SQLException {
        return new UploadPart(
                row.getInt(1),
                row.getLong(2),
                row.getLong(3),
                row.getString(4),
                Instant.ofEpochMilli(row.getLong(5)),
                Fields.decode(row.getString(6)));
    }
}
