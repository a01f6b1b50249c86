package io.slipway.emulator.serving;

import io.slipway.container.ContainerEngine;
import io.slipway.container.ContainerSpec;
import io.slipway.container.EngineInfo;
import io.slipway.container.ImageRef;
import io.slipway.container.NetworkMode;
import io.slipway.container.ResourceLimits;
import io.slipway.container.RunningContainer;
import io.slipway.emulator.aws.Arn;
import io.slipway.emulator.job.Allotment;
import io.slipway.emulator.job.ContainerAccess;
import io.slipway.emulator.job.GpuPolicy;
import io.slipway.emulator.job.ImageResolver;
import io.slipway.emulator.job.InstanceType;
import io.slipway.emulator.job.JobLabels;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Starts containers with the command {@code serve}.
 *
 * @param machine what the engine runs on
 * @param access asked each time, for it is known only once the server listens
 */
public record ModelContainers(
        ContainerEngine engine,
        EngineInfo machine,
        ImageResolver images,
        Supplier<ContainerAccess> access,
        JobLabels labels,
        GpuPolicy gpus) {

    /** Where a model's HTTP server listens in its container. */
    public static final int PORT = 8080;

    /**
     * One start.
     *
     * @param owner the job or endpoint
     * @param environment besides the definition's own, which gives way to it
     * @param labels besides those of all containers of the owner
     */
    public record Launch(
            Arn owner,
            ContainerDefinition definition,
            ImageRef image,
            ModelFiles files,
            Map<String, String> environment,
            Map<String, String> labels,
            ResourceLimits limits,
            boolean isolated) {}

    /**
     * An image that the engine has.
     *
     * @param progress receives lines for the log
     * @throws io.slipway.container.ImageNotFoundException if nothing stands for it
     */
    public ImageRef resolve(String image, Consumer<String> progress) throws InterruptedException {
        return images.resolve(image, progress);
    }

    /** @throws Allotment.NoGpuException if the type has GPUs, which are required and not there */
    public Allotment allotment(String instanceType) {
        return Allotment.of(InstanceType.of(instanceType), machine, gpus);
    }

    /** The container need not serve yet when this returns. */
    public RunningContainer start(Launch launch) {
        ContainerDefinition definition = launch.definition();
        Map<String, String> allLabels = new LinkedHashMap<>(labels.of(launch.owner()));
        allLabels.putAll(launch.labels());
        return engine.start(new ContainerSpec(
                labels.name(launch.owner(), definition.hostname()),
                launch.image(),
                Optional.empty(),
                Optional.of(List.of("serve")),
                environment(launch),
                allLabels,
                definition.hostname(),
                launch.files().directories(),
                launch.files().mounts(),
                launch.limits(),
                launch.isolated() ? new NetworkMode.Isolated() : new NetworkMode.Standard(),
                List.of(PORT)));
    }

    private Map<String, String> environment(Launch launch) {
        ContainerDefinition definition = launch.definition();
        Map<String, String> environment =
                new LinkedHashMap<>(access.get().environment(launch.owner().region(), definition.image()));
        if (definition.isMultiModel()) {
            environment.put("SAGEMAKER_MULTI_MODEL", "true");
        }
        environment.putAll(definition.environment());
        environment.putAll(launch.environment());
        return environment;
    }
}
