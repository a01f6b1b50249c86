package io.slipway.s3.embedded;

import java.util.Optional;

/** Looks at the present version, inside the transaction that would replace or remove it, and throws to prevent that. */
@FunctionalInterface
public interface Condition {

    Condition NONE = current -> {};

    /** @param current empty if there is no object or a delete marker hides it */
    void check(Optional<Version> current);
}
