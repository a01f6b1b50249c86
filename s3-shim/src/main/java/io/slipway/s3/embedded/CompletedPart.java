package io.slipway.s3.embedded;

import java.util.Map;

/**
 * A part as the uploader names it when it completes the upload.
 *
 * @param etag without quotes
 * @param checksums to be compared, by lower-case header name; often empty
 */
public record CompletedPart(int number, String etag, Map<String, String> checksums) {

    public CompletedPart {
        checksums = Map.copyOf(checksums);
    }
}
