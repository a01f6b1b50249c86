package io.slipway.s3.embedded;

/**
 * Which versions to list.
 *
 * @param delimiter as in {@link KeyQuery}
 * @param afterKey the key or common prefix that the page before ended with; empty to begin
 * @param afterId the version of that key; empty if all of its versions are done with
 */
public record VersionQuery(
        String bucket, String prefix, String delimiter, String afterKey, String afterId, int limit) {}
