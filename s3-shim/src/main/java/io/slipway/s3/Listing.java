package io.slipway.s3;

import java.util.List;

/** A page of objects; if it is truncated, the next page starts after its last key. */
public record Listing(List<ObjectInfo> objects, boolean truncated) {

    public Listing {
        objects = List.copyOf(objects);
    }
}
