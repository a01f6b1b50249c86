package io.slipway.emulator.endpoints.fleet;

import java.util.HashMap;
import java.util.Map;

/**
 * Marks on an endpoint's container by which a later run of this program knows it again.
 *
 * @param container its place among the containers of the instance
 */
record ReplicaLabels(String fleet, String variant, String instanceId, int container) {

    /** Of every container of an endpoint. */
    static final Map<String, String> COMMON = Map.of("slipway.serves", "endpoint");

    private static final String FLEET = "slipway.fleet";
    private static final String VARIANT = "slipway.variant";
    private static final String INSTANCE = "slipway.instance";
    private static final String CONTAINER = "slipway.container";

    static ReplicaLabels of(Map<String, String> labels) {
        return new ReplicaLabels(
                labels.getOrDefault(FLEET, ""),
                labels.getOrDefault(VARIANT, ""),
                labels.getOrDefault(INSTANCE, ""),
                Integer.parseInt(labels.getOrDefault(CONTAINER, "0")));
    }

    Map<String, String> toMap() {
        Map<String, String> labels = new HashMap<>(COMMON);
        labels.put(FLEET, fleet);
        labels.put(VARIANT, variant);
        labels.put(INSTANCE, instanceId);
        labels.put(CONTAINER, Integer.toString(container));
        return labels;
    }
}
