package io.slipway.emulator.endpoints;

import static io.slipway.emulator.endpoints.EndpointRecord.CREATING;
import static io.slipway.emulator.endpoints.EndpointRecord.DELETING;
import static io.slipway.emulator.endpoints.EndpointRecord.IN_SERVICE;
import static io.slipway.emulator.endpoints.EndpointRecord.KIND;
import static io.slipway.emulator.endpoints.EndpointRecord.ROLLING_BACK;
import static io.slipway.emulator.endpoints.EndpointRecord.SYSTEM_UPDATING;
import static io.slipway.emulator.endpoints.EndpointRecord.UPDATING;

import io.slipway.emulator.aws.Arn;
import io.slipway.emulator.endpoints.fleet.Fleet;
import io.slipway.emulator.endpoints.fleet.FleetPlan;
import io.slipway.emulator.endpoints.fleet.Fleets;
import io.slipway.emulator.endpoints.fleet.ReplicaFailure;
import io.slipway.emulator.store.Resource;
import io.slipway.emulator.store.ResourceStore;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings endpoints from what is stored of them to what is asked for; every step is stored before it shows. */
public final class Endpoints implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Endpoints.class);

    private final ResourceStore store;
    private final Fleets fleets;
    private final LiveEndpoints live;
    private final Turns turns = new Turns();

    public Endpoints(ResourceStore store, Fleets fleets, LiveEndpoints live) {
        this.store = store;
        this.fleets = fleets;
        this.live = live;
    }

    /** Finds what an earlier run of this program left running. To be called once, before leftovers are removed. */
    public void recover() {
        fleets.adopt();
    }

    /** Goes on where the last run of this program ended. To be called once, when containers can reach this program. */
    public void resume() {
        List<EndpointRecord> all = store
                .withStatus(KIND, List.of(CREATING, UPDATING, SYSTEM_UPDATING, ROLLING_BACK, IN_SERVICE, DELETING))
                .stream()
                .map(EndpointRecord::new)
                .toList();
        Set<String> running = new HashSet<>();
        for (EndpointRecord endpoint : all) {
            if (!endpoint.status().equals(DELETING)) {
                endpoint.live().map(FleetPlan::id).ifPresent(running::add);
                endpoint.next().map(FleetPlan::id).ifPresent(running::add);
            }
        }
        fleets.retain(running);
        all.forEach(this::resume);
    }

    private void resume(EndpointRecord endpoint) {
        Arn arn = endpoint.resource().arn();
        if (endpoint.status().equals(DELETING)) {
            store.delete(arn);
            return;
        }
        Optional<FleetPlan> next = endpoint.next();
        if (endpoint.live().isEmpty()) {
            next.ifPresent(plan -> turns.start(arn, () -> create(arn, plan)));
            return;
        }
        Fleet fleet = fleets.start(arn, endpoint.live().get());
        live.put(arn, fleet);
        if (next.isPresent()) {
            turns.start(arn, () -> change(arn, next.get()));
        } else if (!fleet.isServing() || !endpoint.status().equals(IN_SERVICE)) {
            update(arn, record -> record.resource().withStatus(SYSTEM_UPDATING));
            turns.start(arn, () -> awaitAgain(arn, fleet));
        }
    }

    private void awaitAgain(Arn arn, Fleet fleet) throws InterruptedException {
        try {
            fleet.awaitServing();
            update(arn, record -> record.resource().withStatus(IN_SERVICE));
        } catch (ReplicaFailure e) {
            live.remove(arn);
            fleet.retire();
            update(arn, record -> record.failed(e.reason()));
        }
    }

    /** Begins what was stored with {@link EndpointRecord#beginning}. */
    void create(Arn endpoint) {
        next(endpoint).ifPresent(plan -> turns.start(endpoint, () -> create(endpoint, plan)));
    }

    private void create(Arn arn, FleetPlan plan) throws InterruptedException {
        Fleet fleet = fleets.start(arn, plan);
        try {
            awaitServing(fleet);
            live.put(arn, fleet);
            update(arn, record -> record.inService(fleet.plan()));
            LOG.info("{} is in service", arn.resource());
        } catch (ReplicaFailure e) {
            fleet.retire();
            update(arn, record -> record.failed(e.reason()));
            LOG.info("{} failed: {}", arn.resource(), e.reason());
        }
    }

    /** Begins what was stored with {@link EndpointRecord#updatingTo}. */
    void change(Arn endpoint) {
        next(endpoint).ifPresent(plan -> turns.start(endpoint, () -> change(endpoint, plan)));
    }

    private void change(Arn arn, FleetPlan plan) throws InterruptedException {
        Optional<Fleet> running = live.find(arn);
        if (running.isEmpty()) {
            throw new IllegalStateException(arn + " does not run");
        }
        Fleet before = running.get();
        if (before.plan().id().equals(plan.id())) {
            scale(arn, before, plan);
        } else {
            replace(arn, before, plan);
        }
    }

    private void scale(Arn arn, Fleet fleet, FleetPlan plan) throws InterruptedException {
        try {
            fleet.scale(plan);
            update(arn, record -> record.inService(fleet.plan()));
        } catch (ReplicaFailure e) {
            update(arn, record -> record.inServiceAfter(e.reason()));
        }
    }

    /** The new containers are well before the first request goes there, and the old ones answer what they have. */
    private void replace(Arn arn, Fleet before, FleetPlan plan) throws InterruptedException {
        Fleet fleet = fleets.start(arn, plan);
        try {
            awaitServing(fleet);
        } catch (ReplicaFailure e) {
            update(arn, record -> record.resource().withStatus(ROLLING_BACK));
            fleet.retire();
            update(arn, record -> record.inServiceAfter(e.reason()));
            LOG.info("{} was rolled back: {}", arn.resource(), e.reason());
            return;
        }
        update(
                arn,
                record -> record.resource()
                        .withManaged(record.inService(fleet.plan()).managed()));
        live.put(arn, fleet);
        before.retire();
        update(arn, record -> record.inService(fleet.plan()));
        LOG.info("{} was updated", arn.resource());
    }

    /** As long as it is not in the list of those that serve, nobody else would end it. */
    private static void awaitServing(Fleet fleet) throws ReplicaFailure, InterruptedException {
        boolean waited = false;
        try {
            fleet.awaitServing();
            waited = true;
        } catch (ReplicaFailure e) {
            waited = true;
            throw e;
        } finally {
            if (!waited) {
                fleet.close();
            }
        }
    }

    /** Ends an endpoint whose status is {@code Deleting} by now. */
    void delete(Arn endpoint) {
        Optional<Fleet> fleet = live.find(endpoint);
        live.remove(endpoint);
        turns.start(endpoint, () -> {
            if (fleet.isPresent()) {
                fleet.get().retire();
            }
            store.delete(endpoint);
        });
    }

    private Optional<FleetPlan> next(Arn endpoint) {
        return store.find(endpoint).flatMap(found -> new EndpointRecord(found).next());
    }

    private void update(Arn endpoint, Function<EndpointRecord, Resource> change) {
        store.update(endpoint, stored -> change.apply(new EndpointRecord(stored)));
    }

    /** Ends the containers; the endpoints stay as they are stored, and the next start brings them up again. */
    @Override
    public void close() {
        turns.close();
        live.all().forEach(Fleet::close);
    }
}
