package io.slipway.emulator.endpoints.fleet;

import io.slipway.container.ResourceLimits;
import io.slipway.emulator.serving.ModelDefinition;
import io.slipway.emulator.wire.Document;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A production variant as it is to run.
 *
 * @param document the {@code ProductionVariant} with what Slipway adds: {@code Model}, the description of its model when it
 *     was deployed; {@code Weight} and {@code Count} where they are no longer the initial ones; {@code DeployedImages}
 */
public record VariantPlan(Document document) {

    static final String MODEL = "Model";
    private static final String WEIGHT = "Weight";
    private static final String COUNT = "Count";
    private static final String IMAGES = "DeployedImages";
    private static final String SERVERLESS = "ServerlessConfig";

    private static final long STARTUP_SECONDS = 240;
    private static final long DOWNLOAD_SECONDS = 3600;
    private static final long MEBIBYTE = 1 << 20;

    public String name() {
        return document.getString("VariantName");
    }

    public ModelDefinition model() {
        return ModelDefinition.of(document.findDocument(MODEL).orElseThrow());
    }

    /** Its share of the requests, beside those of the other variants. */
    public double weight() {
        return document.findDouble(WEIGHT)
                .orElseGet(() -> document.findDouble("InitialVariantWeight").orElse(1));
    }

    /** How many instances there are to be. */
    public int count() {
        return (int) document.findLong(COUNT)
                .orElseGet(() -> document.findLong("InitialInstanceCount").orElse(1));
    }

    public VariantPlan with(double weight, int count) {
        return new VariantPlan(document.with(WEIGHT, weight).with(COUNT, count));
    }

    /** @param images {@code DeployedImage} documents */
    VariantPlan withImages(List<Document> images) {
        return new VariantPlan(document.with(IMAGES, images));
    }

    boolean hasImages() {
        return document.has(IMAGES);
    }

    public Optional<Document> serverless() {
        return document.findDocument(SERVERLESS);
    }

    Optional<String> instanceType() {
        return document.findString("InstanceType");
    }

    /** How many requests a serverless variant takes at a time. */
    OptionalInt mostAtOnce() {
        OptionalLong most = document.findLong(SERVERLESS + ".MaxConcurrency");
        return most.isPresent() ? OptionalInt.of((int) most.getAsLong()) : OptionalInt.empty();
    }

    /** Of a serverless variant, which has no instance type. */
    ResourceLimits serverlessLimits() {
        return new ResourceLimits(0, document.getLong(SERVERLESS + ".MemorySizeInMB") * MEBIBYTE, 0, 0);
    }

    boolean prefersTheLeastBusy() {
        return document.findString("RoutingConfig.RoutingStrategy").orElse("").equals("LEAST_OUTSTANDING_REQUESTS");
    }

    Duration startupTimeout() {
        return Duration.ofSeconds(
                document.findLong("ContainerStartupHealthCheckTimeoutInSeconds").orElse(STARTUP_SECONDS));
    }

    Duration downloadTimeout() {
        return Duration.ofSeconds(
                document.findLong("ModelDataDownloadTimeoutInSeconds").orElse(DOWNLOAD_SECONDS));
    }
}
