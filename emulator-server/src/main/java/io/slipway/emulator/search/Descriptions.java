package io.slipway.emulator.search;

import io.slipway.emulator.dispatch.RequestContext;
import io.slipway.emulator.store.Resource;
import io.slipway.emulator.wire.Document;
import java.util.Optional;

/** What the families' own Describe operations answer. */
@FunctionalInterface
public interface Descriptions {

    /** Empty if the resource is gone. */
    Optional<Document> describe(RequestContext context, SearchSource source, Resource resource);
}
