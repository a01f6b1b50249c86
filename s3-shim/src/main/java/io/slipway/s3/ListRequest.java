package io.slipway.s3;

import java.util.Optional;

/**
 * A page to list.
 *
 * @param prefix with which the keys begin; empty for all
 * @param startAfter the last key of the page before
 * @param maximumKeys 1 to 1000
 */
public record ListRequest(String bucket, String prefix, Optional<String> startAfter, int maximumKeys) {}
