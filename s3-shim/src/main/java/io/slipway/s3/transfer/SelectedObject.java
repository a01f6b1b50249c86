package io.slipway.s3.transfer;

import io.slipway.s3.ObjectInfo;

/**
 * An object of a data source.
 *
 * @param name relative to the channel's directory; empty if the object is the folder marker of the source itself
 */
public record SelectedObject(ObjectInfo object, String name) {

    /** A key that ends in a slash stands for a directory; it is never a file, even with content. */
    public boolean isFolder() {
        return object.uri().key().endsWith("/");
    }
}
