package io.slipway.s3.embedded;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** A multipart upload in progress; its checksums hold what was agreed, {@code algorithm} and {@code type}. */
public record Upload(String bucket, String key, String id, Instant started, Attributes attributes) {

    static final String COLUMNS = "bucket, key, id, started, headers, checksums, tags";

    private static final String ALGORITHM = "algorithm";
    private static final String TYPE = "type";

    /** Of the whole: composite is the checksum of the parts' checksums. */
    public enum ChecksumType {
        COMPOSITE,
        FULL_OBJECT
    }

    static Map<String, String> agreement(ChecksumAlgorithm algorithm, ChecksumType type) {
        return Map.of(ALGORITHM, algorithm.name(), TYPE, type.name());
    }

    public Optional<ChecksumAlgorithm> algorithm() {
        return Optional.ofNullable(attributes.checksums().get(ALGORITHM)).map(ChecksumAlgorithm::valueOf);
    }

    public ChecksumType type() {
        return ChecksumType.valueOf(attributes.checksums().getOrDefault(TYPE, ChecksumType.COMPOSITE.name()));
    }

    /** Whether its key comes behind this one in a listing. */
    public boolean isAfter(String other) {
        return Keys.compare(key, other) > 0;
    }

    static Upload read(ResultSet row) throws SQLException {
        return new Upload(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                Instant.ofEpochMilli(row.getLong(4)),
                new Attributes(
                        Fields.decode(row.getString(5)),
                        Fields.decode(row.getString(6)),
                        Fields.decode(row.getString(7))));
    }
}
