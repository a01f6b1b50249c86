package io.slipway.container.simulated;

import io.slipway.container.ContainerSpec;

/** Decides what a container does; asked once for each that is started, on the thread that starts it. */
@FunctionalInterface
public interface Script {

    Play play(ContainerSpec spec);
}
