package io.slipway.emulator.models;

import io.slipway.emulator.dispatch.RequestContext;
import io.slipway.emulator.wire.Document;
import java.util.List;
import java.util.Optional;

/** The containers that model packages hold. */
@FunctionalInterface
public interface PackagedContainers {

    /**
     * Those of a package, as definitions of a model's containers.
     *
     * @param name or ARN of the package
     * @param specification the name of one of its additional inference specifications; its own if empty
     * @throws io.slipway.emulator.wire.ApiException if there is no such package or specification
     */
    List<Document> of(RequestContext context, String name, Optional<String> specification);
}
