package io.slipway.emulator.endpoints.fleet;

import io.slipway.container.ImageNotFoundException;
import io.slipway.container.ImageRef;
import io.slipway.container.ResourceLimits;
import io.slipway.emulator.job.Allotment;
import io.slipway.emulator.job.Background;
import io.slipway.emulator.job.Workspaces;
import io.slipway.emulator.serving.ContainerDefinition;
import io.slipway.emulator.serving.ModelContainers;
import io.slipway.emulator.serving.ModelDataException;
import io.slipway.emulator.serving.ModelFiles;
import io.slipway.emulator.wire.Document;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** What all instances of a variant are started from: images and model data, got once, by the first that needs them. */
final class VariantSetup {

    /** Says that the model data is all there, also to a later run of this program. */
    private static final String COMPLETE = "complete";

    /**
     * @param images one a container, which the engine has
     * @param files one a container
     */
    record Ready(List<ImageRef> images, List<ModelFiles> files, ResourceLimits limits) {}

    private final VariantPlan plan;
    private final FleetPlatform platform;
    private final Path directory;
    private final EndpointLog log;
    private final ReentrantLock lock = new ReentrantLock();
    private Optional<Ready> ready = Optional.empty();

    /** @param directory of this variant */
    VariantSetup(VariantPlan plan, FleetPlatform platform, Path directory, EndpointLog log) {
        this.plan = plan;
        this.platform = platform;
        this.directory = directory;
        this.log = log;
    }

    /** @param instanceId for the log */
    Ready get(String instanceId) throws ReplicaFailure, InterruptedException {
        lock.lockInterruptibly();
        try {
            if (ready.isEmpty()) {
                List<ImageRef> images = images(instanceId);
                ready = Optional.of(new Ready(images, files(), limits(instanceId)));
            }
            return ready.get();
        } finally {
            lock.unlock();
        }
    }

    private List<ImageRef> images(String instanceId) throws ReplicaFailure, InterruptedException {
        List<ImageRef> images = new ArrayList<>();
        try {
            for (ContainerDefinition container : plan.model().containers()) {
                images.add(platform.containers().resolve(container.image(), line -> log.add(instanceId, line)));
            }
        } catch (ImageNotFoundException e) {
            throw FailureReasons.noImage(plan.name(), String.valueOf(e.getMessage()));
        }
        return images;
    }

    private ResourceLimits limits(String instanceId) throws ReplicaFailure {
        if (plan.instanceType().isEmpty()) {
            return plan.serverlessLimits();
        }
        try {
            Allotment allotment =
                    platform.containers().allotment(plan.instanceType().get());
            allotment.notice().ifPresent(notice -> log.add(instanceId, notice));
            return allotment.limits();
        } catch (Allotment.NoGpuException e) {
            throw FailureReasons.noCapacity(String.valueOf(e.getMessage()));
        }
    }

    private List<ModelFiles> files() throws ReplicaFailure, InterruptedException {
        List<ContainerDefinition> containers = plan.model().containers();
        if (Files.exists(directory.resolve(COMPLETE))) {
            return containers.stream()
                    .map(container -> ModelFiles.found(container, directory.resolve(container.hostname())))
                    .toList();
        }
        Workspaces.deleteTree(directory);
        List<ModelFiles> files = new ArrayList<>();
        long deadline = System.nanoTime() + plan.downloadTimeout().toNanos();
        for (ContainerDefinition container : containers) {
            files.add(fetch(container, deadline));
        }
        markComplete();
        return files;
    }

    private ModelFiles fetch(ContainerDefinition container, long deadline) throws ReplicaFailure, InterruptedException {
        Path own = directory.resolve(container.hostname());
        try (Background<Fetched> fetching = Background.start(() -> fetch(container, own))) {
            if (!fetching.endsWithin(Duration.ofNanos(deadline - System.nanoTime()))) {
                throw FailureReasons.slowModelData(container, plan.downloadTimeout());
            }
            Fetched fetched = fetching.await();
            if (fetched.failure().isPresent()) {
                throw FailureReasons.noModelData(container, fetched.failure().get());
            }
            return fetched.files().orElseThrow();
        }
    }

    private record Fetched(Optional<ModelFiles> files, Optional<ModelDataException> failure) {}

    private Fetched fetch(ContainerDefinition container, Path own) throws InterruptedException {
        try {
            Files.createDirectories(own);
            return new Fetched(Optional.of(ModelFiles.fetch(platform.download(), container, own)), Optional.empty());
        } catch (ModelDataException e) {
            return new Fetched(Optional.empty(), Optional.of(e));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void markComplete() {
        try {
            Files.createFile(directory.resolve(COMPLETE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The {@code DeployedImage} documents. */
    List<Document> deployedImages(Ready setup) {
        List<ContainerDefinition> containers = plan.model().containers();
        List<Document> images = new ArrayList<>();
        for (int i = 0; i < containers.size(); i++) {
            String specified = containers.get(i).image();
            ModelContainers engine = platform.containers();
            String digest = engine.engine()
                    .findImage(setup.images().get(i))
                    .map(info -> "@" + info.id())
                    .orElse("");
            images.add(Document.EMPTY
                    .with("SpecifiedImage", specified)
                    .with("ResolvedImage", withoutTag(specified) + digest)
                    .with("ResolutionTime", platform.clock().instant()));
        }
        return images;
    }

    private static String withoutTag(String image) {
        int digest = image.indexOf('@');
        String name = digest < 0 ? image : image.substring(0, digest);
        int colon = name.lastIndexOf(':');
        return colon > name.lastIndexOf('/') ? name.substring(0, colon) : name;
    }
}
