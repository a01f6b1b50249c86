package io.slipway.emulator.endpoints;

import io.slipway.emulator.endpoints.fleet.FleetPlan;
import io.slipway.emulator.endpoints.fleet.VariantPlan;
import io.slipway.emulator.wire.ApiException;
import io.slipway.emulator.wire.Document;
import java.util.Set;
import java.util.stream.Collectors;

/** What UpdateEndpoint and UpdateEndpointWeightsAndCapacities make of what runs. */
final class UpdateRules {

    private static final String CAPTURE = "DataCaptureConfig";

    private UpdateRules() {}

    /**
     * @param request of UpdateEndpoint
     * @param planned by its configuration
     */
    static FleetPlan next(Document request, FleetPlan live, FleetPlan planned) {
        refuse(
                live.isAsync() != planned.isAsync(),
                "The AsyncInferenceConfig parameter cannot be " + (live.isAsync() ? "removed from" : "added to")
                        + " this endpoint. Create another endpoint in place of it.");
        refuse(
                live.isServerless() != planned.isServerless(),
                "An endpoint cannot be changed from instances to serverless or back. Create another endpoint in place of it.");
        return request.isTrue("RetainAllVariantProperties") ? retaining(request, live, planned) : planned;
    }

    private static FleetPlan retaining(Document request, FleetPlan live, FleetPlan planned) {
        Set<String> excluded = request.documents("ExcludeRetainedVariantProperties").stream()
                .map(property -> property.getString("VariantPropertyType"))
                .collect(Collectors.toSet());
        FleetPlan retained = planned.map(variant -> live.variant(variant.name())
                .map(own -> variant.with(
                        (excluded.contains("DesiredWeight") ? variant : own).weight(),
                        (excluded.contains("DesiredInstanceCount") ? variant : own).count()))
                .orElse(variant));
        return excluded.contains(CAPTURE)
                ? retained
                : retained.with(CAPTURE, live.config().findDocument(CAPTURE));
    }

    /** @param request of UpdateEndpointWeightsAndCapacities */
    static FleetPlan scaled(Document request, FleetPlan live) {
        FleetPlan scaled = live;
        for (Document wanted : request.documents("DesiredWeightsAndCapacities")) {
            String name = wanted.getString("VariantName");
            VariantPlan variant = live.variant(name)
                    .orElseThrow(() -> ApiException.validation(
                            "The variant name(s) \"" + name + "\" do not exist in the endpoint."));
            boolean changesCount = wanted.has("DesiredInstanceCount");
            refuse(
                    changesCount && variant.serverless().isPresent(),
                    "DesiredInstanceCount cannot be specified for the serverless variant " + name + ".");
            refuse(
                    changesCount && wanted.getLong("DesiredInstanceCount") == 0 && !live.isAsync(),
                    "DesiredInstanceCount of the variant " + name + " must be at least 1.");
            double weight = wanted.findDouble("DesiredWeight").orElse(variant.weight());
            int count = (int) wanted.findLong("DesiredInstanceCount").orElse(variant.count());
            scaled = scaled.map(other -> other.name().equals(name) ? other.with(weight, count) : other);
        }
        return scaled;
    }

    private static void refuse(boolean broken, String message) {
        if (broken) {
            throw ApiException.validation(message);
        }
    }
}
