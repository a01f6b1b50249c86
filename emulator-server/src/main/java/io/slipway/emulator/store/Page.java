package io.slipway.emulator.store;

import java.util.List;
import java.util.Optional;

/** @param nextToken only if there is more */
public record Page(List<Resource> resources, Optional<String> nextToken) {

    public Page {
        resources = List.copyOf(resources);
    }
}
