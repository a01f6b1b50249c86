package io.slipway.s3.embedded;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;

/**
 * A part of a completed multipart upload.
 *
 * @param number as given by the uploader: ascending, with gaps where it left them
 * @param blob 0 once the bytes have moved to the version's own blob
 * @param checksums by lower-case header name
 */
public record VersionPart(int number, long blob, long size, Map<String, String> checksums) {

    public VersionPart {
        checksums = Map.copyOf(checksums);
    }

    static VersionPart read(ResultSet row) throws SQLException {
        return new VersionPart(row.getInt(1), row.getLong(2), row.getLong(3), Fields.decode(row.getString(4)));
    }
}
