package io.slipway.s3.embedded;

import io.slipway.s3.ObjectStoreException;
import java.util.Optional;

/**
 * What a deletion did.
 *
 * @param id of the version removed or of the delete marker made; empty if the bucket keeps no versions
 * @param deleteMarker whether that is a delete marker
 * @param error why nothing was done
 */
public record Deletion(Target target, Optional<String> id, boolean deleteMarker, Optional<ObjectStoreException> error) {

    /** @param id of one version; empty for the object as such */
    public record Target(String key, Optional<String> id, Condition condition) {}

    static Deletion done(Target target, Optional<String> id, boolean deleteMarker) {
        return new Deletion(target, id, deleteMarker, Optional.empty());
    }

    static Deletion refused(Target target, ObjectStoreException error) {
        return new Deletion(target, Optional.empty(), false, Optional.of(error));
    }
}
