package io.slipway.emulator.endpoints;

import io.slipway.emulator.endpoints.fleet.FleetPlan;
import io.slipway.emulator.store.Resource;
import io.slipway.emulator.wire.Document;
import java.time.Instant;
import java.util.Optional;

/** An endpoint as it is stored: its status, what runs, and what shall run. */
record EndpointRecord(Resource resource) {

    static final String KIND = "endpoint";

    static final String CREATING = "Creating";
    static final String UPDATING = "Updating";
    /** Its containers are started again after Slipway was; they are not all there yet. */
    static final String SYSTEM_UPDATING = "SystemUpdating";

    static final String ROLLING_BACK = "RollingBack";
    static final String IN_SERVICE = "InService";
    static final String DELETING = "Deleting";
    static final String FAILED = "Failed";

    private static final String LIVE = "Live";
    private static final String NEXT = "Next";
    private static final String SINCE = "NextSince";
    private static final String REASON = "FailureReason";
    private static final int LONGEST_REASON = 1024;

    String status() {
        return resource.status();
    }

    boolean isChangeable() {
        return status().equals(IN_SERVICE);
    }

    boolean isDeletable() {
        return status().equals(IN_SERVICE) || status().equals(FAILED);
    }

    /** What runs, or ran when it last was well. */
    Optional<FleetPlan> live() {
        return resource.managed().findDocument(LIVE).map(FleetPlan::parse);
    }

    /** What is being brought up. */
    Optional<FleetPlan> next() {
        return resource.managed().findDocument(NEXT).map(FleetPlan::parse);
    }

    Optional<Instant> nextSince() {
        return resource.managed().findTime(SINCE);
    }

    static Document beginning(FleetPlan next, Instant now) {
        return Document.EMPTY.with(NEXT, next.toDocument()).with(SINCE, now);
    }

    Resource updatingTo(FleetPlan next, Instant now) {
        Document managed = resource.managed().without(REASON);
        return resource.withStatus(UPDATING)
                .withManaged(managed.with(NEXT, next.toDocument()).with(SINCE, now));
    }

    Resource inService(FleetPlan plan) {
        Document managed = settled().without(REASON).with(LIVE, plan.toDocument());
        return resource.withStatus(IN_SERVICE).withManaged(managed);
    }

    /** The update did not succeed; what ran before runs on. */
    Resource inServiceAfter(String reason) {
        return resource.withStatus(IN_SERVICE).withManaged(settled().with(REASON, shortened(reason)));
    }

    Resource failed(String reason) {
        return resource.withStatus(FAILED).withManaged(settled().with(REASON, shortened(reason)));
    }

    private Document settled() {
        return resource.managed().without(NEXT).without(SINCE);
    }

    private static String shortened(String reason) {
        return reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON);
    }

    /** The name of the configuration that it runs by. */
    String configName() {
        return live().or(this::next)
                .map(FleetPlan::configName)
                .orElseGet(() -> resource.request().getString("EndpointConfigName"));
    }
}
