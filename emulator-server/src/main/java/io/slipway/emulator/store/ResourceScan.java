package io.slipway.emulator.store;

import io.slipway.emulator.aws.Arn;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/** Reads many resources one after the other, without holding them. */
public interface ResourceScan {

    /**
     * Reads all of a kind in a region, in no order.
     *
     * @param members of the top level of requests and managed documents that are read; the others are passed over, which is
     *     much faster; empty for all
     * @param reader must not call the store
     */
    void scan(String kind, String region, Optional<Set<String>> members, BiConsumer<Resource, Tags> reader);

    /** Empty if there is no such resource. */
    Optional<Tags> findTags(Arn resource);
}
