package io.slipway.container.simulated;

import io.slipway.container.ContainerNetwork;
import java.util.Map;
import java.util.function.Consumer;

/** A network as a mere fact. */
record SimulatedNetwork(String id, String gateway, Map<String, String> labels, Consumer<SimulatedNetwork> gone)
        implements ContainerNetwork {

    @Override
    public void close() {
        gone.accept(this);
    }
}
