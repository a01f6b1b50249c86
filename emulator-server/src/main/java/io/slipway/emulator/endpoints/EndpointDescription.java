package io.slipway.emulator.endpoints;

import io.slipway.emulator.endpoints.fleet.FleetPlan;
import io.slipway.emulator.endpoints.fleet.VariantPlan;
import io.slipway.emulator.store.Resource;
import io.slipway.emulator.wire.Document;
import java.util.List;
import java.util.Optional;

/** What DescribeEndpoint shows. */
record EndpointDescription(EndpointRecord endpoint) {

    Document toDocument() {
        Resource resource = endpoint.resource();
        Document shown = Document.EMPTY
                .with("EndpointName", resource.name())
                .with("EndpointArn", resource.arn().toString())
                .with("EndpointConfigName", endpoint.configName())
                .with("EndpointStatus", resource.status())
                .with("FailureReason", resource.managed().find("FailureReason"))
                .with("CreationTime", resource.creationTime())
                .with("LastModifiedTime", resource.lastModifiedTime());
        return shown.with("ProductionVariants", endpoint.live().map(plan -> described(plan.variants())))
                .with(
                        "ShadowProductionVariants",
                        endpoint.live()
                                .map(FleetPlan::shadows)
                                .filter(shadows -> !shadows.isEmpty())
                                .map(this::described))
                .with("DataCaptureConfig", endpoint.live().flatMap(EndpointDescription::dataCapture))
                .with(
                        "AsyncInferenceConfig",
                        endpoint.live().flatMap(plan -> plan.config().find("AsyncInferenceConfig")))
                .with("PendingDeploymentSummary", pending());
    }

    private List<Document> described(List<VariantPlan> variants) {
        return variants.stream().map(this::variant).toList();
    }

    private Document variant(VariantPlan current) {
        VariantPlan desired =
                endpoint.next().flatMap(plan -> plan.variant(current.name())).orElse(current);
        Document shown =
                summary(current).with("CurrentWeight", current.weight()).with("DesiredWeight", desired.weight());
        return current.serverless().isPresent()
                ? shown.with("CurrentServerlessConfig", current.serverless())
                        .with("DesiredServerlessConfig", desired.serverless())
                : shown.with("CurrentInstanceCount", current.count()).with("DesiredInstanceCount", desired.count());
    }

    private static Document summary(VariantPlan variant) {
        return Document.EMPTY
                .with("VariantName", variant.name())
                .with("DeployedImages", variant.document().find("DeployedImages"))
                .with("ManagedInstanceScaling", variant.document().find("ManagedInstanceScaling"))
                .with("RoutingConfig", variant.document().find("RoutingConfig"));
    }

    private static Optional<Document> dataCapture(FleetPlan plan) {
        return plan.config().findDocument("DataCaptureConfig").map(config -> {
            boolean enabled = config.isTrue("EnableCapture");
            return Document.EMPTY
                    .with("EnableCapture", enabled)
                    .with("CaptureStatus", enabled ? "Started" : "Stopped")
                    .with("CurrentSamplingPercentage", config.getLong("InitialSamplingPercentage"))
                    .with("DestinationS3Uri", config.getString("DestinationS3Uri"))
                    .with("KmsKeyId", config.findString("KmsKeyId").orElse(""));
        });
    }

    /** Only where something runs that is to be replaced. */
    private Optional<Document> pending() {
        if (endpoint.live().isEmpty()) {
            return Optional.empty();
        }
        return endpoint.next()
                .map(next -> Document.EMPTY
                        .with("EndpointConfigName", next.configName())
                        .with("StartTime", endpoint.nextSince())
                        .with(
                                "ProductionVariants",
                                next.variants().stream()
                                        .map(variant -> summary(variant)
                                                .with("DesiredWeight", variant.weight())
                                                .with("DesiredInstanceCount", variant.count()))
                                        .toList()));
    }
}
