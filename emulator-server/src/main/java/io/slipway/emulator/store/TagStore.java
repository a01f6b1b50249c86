package io.slipway.emulator.store;

import io.slipway.emulator.aws.Arn;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The tags of every resource. Those of the request that made it are there from the start, and go with it. */
public interface TagStore {

    /** Empty if there is no such resource. */
    Optional<Tags> findTags(Arn resource);

    /** Changes the tags in one step; the last modified time stays. Empty if there is no such resource. */
    Optional<Tags> updateTags(Arn resource, UnaryOperator<Tags> change);
}
