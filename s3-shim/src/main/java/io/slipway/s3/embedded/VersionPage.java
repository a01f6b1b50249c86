package io.slipway.s3.embedded;

import java.util.List;

/**
 * A page of versions and delete markers, by key and then from the newest to the oldest.
 *
 * @param lastKey key or common prefix with which the page ends
 * @param lastId version with which it ends; empty if it ends with a common prefix
 */
public record VersionPage(
        List<Entry> entries, List<String> prefixes, boolean truncated, String lastKey, String lastId) {

    public record Entry(Version version, boolean latest) {}

    public VersionPage {
        entries = List.copyOf(entries);
        prefixes = List.copyOf(prefixes);
    }
}
