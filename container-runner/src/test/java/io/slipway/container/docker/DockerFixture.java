package io.slipway.container.docker;

import static org.junit.jupiter.api.Assumptions.abort;

import io.slipway.container.ContainerExit;
import io.slipway.container.ContainerSpec;
import io.slipway.container.EngineException;
import io.slipway.container.ImageRef;
import io.slipway.container.InitialFile;
import io.slipway.container.Mount;
import io.slipway.container.NetworkMode;
import io.slipway.container.ResourceLimits;
import io.slipway.container.RunningContainer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** A Docker engine for tests, and shell scripts in containers on it. */
final class DockerFixture implements AutoCloseable {

    static final ImageRef IMAGE = new ImageRef("debian:bookworm-slim");
    static final Duration LONG = Duration.ofMinutes(2);
    static final Duration GRACE = Duration.ofSeconds(20);

    final Map<String, String> labels =
            Map.of("slipway", "test", "slipway.job", UUID.randomUUID().toString());
    final DockerEngine engine;

    private DockerFixture(DockerEngine engine) {
        this.engine = engine;
    }

    /** Where the image neither is there nor can be pulled, the test is skipped and says why. */
    static DockerFixture open(Path scratch) {
        DockerEngine engine = DockerEngine.connect("test", scratch);
        requireImage(engine);
        return new DockerFixture(engine);
    }

    static void requireImage(DockerEngine engine) {
        try {
            if (engine.findImage(IMAGE).isEmpty()) {
                engine.pull(IMAGE, line -> {});
            }
        } catch (EngineException e) {
            abort(e.getMessage());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    ContainerSpec shell(String script) {
        return running("/bin/sh", "-c", script);
    }

    ContainerSpec running(String... command) {
        return new ContainerSpec(
                "slipway-test-" + UUID.randomUUID(),
                IMAGE,
                Optional.of(List.of(command)),
                Optional.empty(),
                Map.of(),
                labels,
                "algo-1",
                List.of(),
                List.of(),
                ResourceLimits.NONE,
                new NetworkMode.Standard(),
                List.of());
    }

    static ContainerSpec with(ContainerSpec spec, List<InitialFile> files, List<Mount> mounts) {
        return new ContainerSpec(
                spec.name(),
                spec.image(),
                spec.entrypoint(),
                spec.command(),
                spec.environment(),
                spec.labels(),
                spec.hostname(),
                files,
                mounts,
                spec.limits(),
                spec.network(),
                spec.ports());
    }

    static ContainerSpec with(ContainerSpec spec, ResourceLimits limits, NetworkMode network) {
        return new ContainerSpec(
                spec.name(),
                spec.image(),
                spec.entrypoint(),
                spec.command(),
                spec.environment(),
                spec.labels(),
                spec.hostname(),
                spec.files(),
                spec.mounts(),
                limits,
                network,
                spec.ports());
    }

    record Run(ContainerExit exit, List<String> lines) {}

    Run run(ContainerSpec spec) throws InterruptedException {
        List<String> lines = new ArrayList<>();
        try (RunningContainer container = engine.start(spec)) {
            container.follow(line -> lines.add(line.text()));
            return new Run(container.await(LONG, GRACE), lines);
        }
    }

    /** Returns once the container has printed the line. */
    static void followUntil(RunningContainer container, String awaited) throws InterruptedException {
        var printed = new CountDownLatch(1);
        container.follow(line -> {
            if (line.text().equals(awaited)) {
                printed.countDown();
            }
        });
        printed.await();
    }

    static CompletableFuture<ContainerExit> awaitElsewhere(RunningContainer container) {
        var exit = new CompletableFuture<ContainerExit>();
        Thread.ofVirtual().start(() -> {
            try {
                exit.complete(container.await(LONG, GRACE));
            } catch (InterruptedException | RuntimeException e) {
                exit.completeExceptionally(e);
            }
        });
        return exit;
    }

    @Override
    public void close() {
        engine.removeLeftovers(labels);
        engine.close();
    }
}
