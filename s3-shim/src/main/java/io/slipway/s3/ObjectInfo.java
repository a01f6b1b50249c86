package io.slipway.s3;

import java.time.Instant;

/**
 * What is known of an object without reading it.
 *
 * @param size in bytes
 * @param etag without quotes
 */
public record ObjectInfo(S3Uri uri, long size, String etag, Instant lastModified) {}
