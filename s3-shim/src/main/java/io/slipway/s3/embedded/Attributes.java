package io.slipway.s3.embedded;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is kept of an object beside its bytes.
 *
 * @param headers those to be given back with the object, by lower-case name: content type, user metadata, storage class …
 * @param checksums by lower-case header name, {@code x-amz-checksum-type} included; empty if none was asked for
 * @param tags in the order given
 */
public record Attributes(Map<String, String> headers, Map<String, String> checksums, Map<String, String> tags) {

    public static final String CHECKSUM_TYPE = "x-amz-checksum-type";

    public Attributes {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        checksums = Collections.unmodifiableMap(new LinkedHashMap<>(checksums));
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
    }

    public Attributes withChecksums(Map<String, String> others) {
        return new Attributes(headers, others, tags);
    }
}
