package io.slipway.s3.http;

import io.slipway.s3.embedded.Attributes;
import io.slipway.s3.embedded.ChecksumAlgorithm;
import io.slipway.s3.embedded.Upload.ChecksumType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Checksums in headers and documents. */
final class Checksums {

    private Checksums() {}

    /** Those of one piece say so, where there are any. */
    static Map<String, String> whole(Map<String, String> checksums) {
        if (checksums.isEmpty()) {
            return checksums;
        }
        Map<String, String> typed = new LinkedHashMap<>(checksums);
        typed.put(Attributes.CHECKSUM_TYPE, ChecksumType.FULL_OBJECT.name());
        return typed;
    }

    /** As elements {@code ChecksumCRC32} … and {@code ChecksumType}. */
    static Xml addTo(Xml xml, Map<String, String> checksums) {
        for (ChecksumAlgorithm algorithm : ChecksumAlgorithm.values()) {
            xml.addIfPresent(element(algorithm), Optional.ofNullable(checksums.get(algorithm.header())));
        }
        return xml.addIfPresent("ChecksumType", Optional.ofNullable(checksums.get(Attributes.CHECKSUM_TYPE)));
    }

    static String element(ChecksumAlgorithm algorithm) {
        return "Checksum" + algorithm.name();
    }

    static Optional<ChecksumAlgorithm> algorithm(Map<String, String> checksums) {
        for (ChecksumAlgorithm algorithm : ChecksumAlgorithm.values()) {
            if (checksums.containsKey(algorithm.header())) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }
}
