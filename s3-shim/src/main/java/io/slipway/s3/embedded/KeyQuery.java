package io.slipway.s3.embedded;

/**
 * Which objects to list.
 *
 * @param delimiter keys with it behind the prefix are rolled up into one common prefix; empty for none
 * @param after the last key or common prefix of the page before; empty to begin
 * @param limit keys and common prefixes together, at least 1
 */
public record KeyQuery(String bucket, String prefix, String delimiter, String after, int limit) {}
