package io.slipway.container;

import java.util.Map;

/**
 * A container that ran before this program did.
 *
 * @param labels with which it was started
 */
public record AdoptedContainer(Map<String, String> labels, RunningContainer container) {

    public AdoptedContainer {
        labels = Map.copyOf(labels);
    }
}
