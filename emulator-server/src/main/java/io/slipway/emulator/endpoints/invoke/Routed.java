package io.slipway.emulator.endpoints.invoke;

import io.slipway.emulator.endpoints.fleet.FleetPlan;

/**
 * An answer and where it came from. Until it is closed the instance counts it as a request that it has.
 *
 * @param variant that answered
 * @param end lets the instance go
 */
record Routed<T extends ContainerAnswer>(T answer, FleetPlan plan, String variant, Runnable end)
        implements AutoCloseable {

    @Override
    public void close() {
        end.run();
    }
}
