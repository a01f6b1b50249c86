package io.slipway.emulator.store;

import io.slipway.emulator.aws.Arn;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Everything that clients made, by ARN. Names are looked up without regard to case, as the service does. What a method
 * has returned from is on disk.
 */
public interface ResourceStore {

    /** Stores a new resource; changes nothing and returns false if there is one of that kind, region and name. */
    boolean insertIfAbsent(Resource resource);

    Optional<Resource> find(Arn arn);

    /**
     * Changes a resource in one step that no other change interleaves with, and sets its last modified time.
     *
     * @param change returns what it was given to leave it as it is; must be quick, for all other changes wait for it
     * @return the resource as it now is; empty if there is none
     */
    Optional<Resource> update(Arn arn, UnaryOperator<Resource> change);

    boolean delete(Arn arn);

    /** One page; costs the same however many resources there are. */
    Page page(PageRequest request);

    /** All of a kind with one of these statuses, in every region: what has to be taken up after a restart. */
    List<Resource> withStatus(String kind, List<String> statuses);

    /** All that belong to a resource, by name. */
    List<Resource> childrenOf(Arn parent);
}
