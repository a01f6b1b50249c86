package io.slipway.emulator.endpoints.invoke;

import io.slipway.emulator.endpoints.fleet.FleetPlan;
import io.slipway.emulator.endpoints.fleet.Replica;

/**
 * An answer and where it came from. Until it is closed the instance counts it as a request that it has.
 *
 * @param variant that answered
 * @param member the last container
 */
record Routed<T extends ContainerAnswer>(
        T answer, FleetPlan plan, String variant, Replica replica, Replica.Member member) implements AutoCloseable {

    @Override
    public void close() {
        replica.leave();
    }
}
