package io.slipway.container;

/** How a container is connected. */
public sealed interface NetworkMode {

    /** The engine's ordinary network: reaches Slipway (at {@link EngineInfo#gateway}) and whatever this machine reaches. */
    record Standard() implements NetworkMode {}

    /** No network but its own loopback. */
    record Isolated() implements NetworkMode {}

    /** A network that was opened, under a name that the others in it resolve. */
    record Joined(ContainerNetwork network, String alias) implements NetworkMode {}
}
