package io.slipway.emulator.endpoints.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.container.ImageRef;
import io.slipway.container.simulated.Play;
import io.slipway.container.simulated.SimulatedEngine;
import io.slipway.emulator.aws.Arn;
import io.slipway.emulator.job.ContainerAccess;
import io.slipway.emulator.job.GpuPolicy;
import io.slipway.emulator.job.ImageResolver;
import io.slipway.emulator.job.JobLabels;
import io.slipway.emulator.serving.ModelContainers;
import io.slipway.emulator.serving.ModelDownload;
import io.slipway.emulator.wire.Document;
import io.slipway.s3.transfer.ExtractionLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How long a variant may take to come up: limits shorter than a request could ask for. */
@Timeout(60)
class StartupLimitsTest {

    private static final Arn ENDPOINT = Arn.sageMaker("us-west-2", "000000000000", "endpoint", "late");

    @TempDir
    private Path directory;

    private final AtomicInteger pings = new AtomicInteger();
    private final StuckStore objects = new StuckStore();

    /** Its containers answer pings, but never well. */
    private final SimulatedEngine engine = new SimulatedEngine(spec -> Play.serving(exchange -> {
        pings.incrementAndGet();
        exchange.sendResponseHeaders(503, -1);
        exchange.close();
    }));

    private Fleet start(Map<String, Object> container, String limit, int seconds) {
        Document model = Document.EMPTY.with("PrimaryContainer", container);
        Document variant = Document.EMPTY
                .with("VariantName", "AllTraffic")
                .with("ModelName", "m")
                .with("InstanceType", "ml.m5.large")
                .with("InitialInstanceCount", 1)
                .with(limit, seconds);
        Document config = Document.EMPTY.with("EndpointConfigName", "c").with("ProductionVariants", List.of(variant));
        return new Fleets(platform()).start(ENDPOINT, FleetPlan.of("fleet", config, name -> model));
    }

    private FleetPlatform platform() {
        return new FleetPlatform(
                new ModelContainers(
                        engine,
                        engine.describe(),
                        new AnyImage(),
                        () -> new ContainerAccess("http://127.0.0.1:4566", "key", "secret", Optional.empty()),
                        new JobLabels("test", () -> "1"),
                        GpuPolicy.AUTO),
                new ModelDownload(objects, new ExtractionLimits(1 << 20, 100)),
                new FleetDirectories(directory),
                (region, group, stream, time, line) -> {},
                () -> "i-1",
                InstantSource.system());
    }

    private static void assertFails(Fleet fleet, String reason) throws InterruptedException {
        assertThatThrownBy(fleet::awaitServing)
                .isInstanceOfSatisfying(
                        ReplicaFailure.class,
                        failure -> assertThat(failure.reason()).isEqualTo(reason));
        fleet.retire();
    }

    @Test
    void containerThatIsNotWellInItsTimeFailsTheVariantAndIsRemoved() throws Exception {
        Fleet fleet = start(Map.of("Image", "deaf:1"), "ContainerStartupHealthCheckTimeoutInSeconds", 1);

        assertFails(
                fleet,
                "The primary container for production variant AllTraffic did not pass the ping health check."
                        + " Please check CloudWatch logs for this endpoint.");
        assertThat(pings).hasPositiveValue();
        assertThat(engine.adopt(Map.of())).isEmpty();
    }

    @Test
    void modelDataThatDoesNotComeInItsTimeFailsTheVariantWithoutAContainer() throws Exception {
        Fleet fleet = start(
                Map.of("Image", "deaf:1", "ModelDataUrl", "s3://models/large.tar.gz"),
                "ModelDataDownloadTimeoutInSeconds",
                0);

        assertFails(
                fleet,
                "Failed to download model data for container \"container-1\" from URL: \"s3://models/large.tar.gz\"."
                        + " Please ensure that there is an object located at the URL and that the role passed to CreateModel"
                        + " has permissions to download the object. It was not there after the 0 seconds that"
                        + " ModelDataDownloadTimeoutInSeconds gives.");
        assertThat(objects.givenUp.getCount()).isZero();
        assertThat(pings).hasValue(0);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void limitsAreTheRequestsOrTheServices() {
        var asked = new VariantPlan(Document.EMPTY
                .with("ContainerStartupHealthCheckTimeoutInSeconds", 3600)
                .with("ModelDataDownloadTimeoutInSeconds", 60));
        assertThat(asked.startupTimeout()).isEqualTo(Duration.ofHours(1));
        assertThat(asked.downloadTimeout()).isEqualTo(Duration.ofMinutes(1));

        var silent = new VariantPlan(Document.EMPTY);
        assertThat(silent.startupTimeout()).isEqualTo(Duration.ofMinutes(4));
        assertThat(silent.downloadTimeout()).isEqualTo(Duration.ofHours(1));
    }

    private static final class AnyImage implements ImageResolver {
        @Override
        public ImageRef resolve(String image, Consumer<String> progress) {
            return new ImageRef(image);
        }

        @Override
        public boolean isAcceptable(String image) {
            return true;
        }
    }
}
