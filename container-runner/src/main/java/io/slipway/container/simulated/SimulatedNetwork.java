package io.slipway.container.simulated;

import io.slipway.container.ContainerNetwork;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A network as a mere fact. */
record SimulatedNetwork(
        String id, String gateway, Map<String, String> labels, Predicate<String> there, Consumer<SimulatedNetwork> gone)
        implements ContainerNetwork {

    @Override
    public boolean exists() {
        return there.test(id);
    }

    @Override
    public void close() {
        gone.accept(this);
    }
}
