package io.slipway.s3.embedded;

import java.util.List;

/**
 * A page of objects.
 *
 * @param last key or common prefix, from which the next page goes on; empty if there is nothing
 */
public record KeyPage(List<Version> objects, List<String> prefixes, boolean truncated, String last) {

    public KeyPage {
        objects = List.copyOf(objects);
        prefixes = List.copyOf(prefixes);
    }
}
