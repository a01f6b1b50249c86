package io.slipway.emulator.training;

import io.slipway.container.ContainerSpec;
import io.slipway.container.ImageRef;
import io.slipway.container.NetworkMode;
import io.slipway.container.ResourceLimits;
import io.slipway.emulator.aws.Arn;
import io.slipway.emulator.job.ClusterLaunch;
import io.slipway.emulator.job.ContainerCluster;
import io.slipway.emulator.job.JobPlatform;
import io.slipway.emulator.store.Resource;
import io.slipway.emulator.wire.Document;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Starts the containers of a job.
 *
 * @see <a href="https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-training-algo-dockerfile.html">How SageMaker
 *     runs a training image</a>
 */
final class TrainingLaunch {

    /** From SIGTERM to SIGKILL. */
    private static final Duration GRACE = Duration.ofMinutes(2);

    private final JobPlatform platform;
    private final Arn arn;
    private final Document job;
    private final String image;
    private final List<Host> hosts;
    private final List<HostOutput> outputs;
    private final ConfigFiles configFiles;

    /** @param outputs one for each host */
    TrainingLaunch(
            JobPlatform platform,
            Resource resource,
            List<Host> hosts,
            List<HostOutput> outputs,
            ConfigFiles configFiles) {
        this.platform = platform;
        this.arn = resource.arn();
        this.job = resource.request();
        this.image = TrainingAlgorithm.image(resource.description());
        this.hosts = hosts;
        this.outputs = outputs;
        this.configFiles = configFiles;
    }

    record Prepared(ImageRef image, TrainingData.Prepared data) {}

    /** All of them, or none. */
    ContainerCluster start(Prepared prepared) {
        return new ClusterLaunch(platform, arn, isIsolated(), GRACE)
                .start(hosts.stream().map(host -> instance(host, prepared)).toList());
    }

    private ClusterLaunch.Instance instance(Host host, Prepared prepared) {
        HostOutput output = outputs.get(host.number() - 1);
        return new ClusterLaunch.Instance(
                host.name(),
                host.instanceType(),
                notice -> output.say(platform.clock().instant(), notice),
                output::accept,
                (limits, network) -> spec(host, prepared, limits, network));
    }

    private boolean isIsolated() {
        return job.isTrue("EnableNetworkIsolation");
    }

    private ContainerSpec spec(Host host, Prepared prepared, ResourceLimits limits, NetworkMode network) {
        return new ContainerSpec(
                platform.labels().name(arn, host.name()),
                prepared.image(),
                entrypoint(),
                command(),
                environment(limits),
                platform.labels().of(arn),
                host.name(),
                configFiles.of(host),
                prepared.data().mounts().getOrDefault(host.name(), List.of()),
                limits,
                network,
                List.of());
    }

    private Optional<List<String>> entrypoint() {
        List<String> entrypoint = job.strings("AlgorithmSpecification.ContainerEntrypoint");
        return entrypoint.isEmpty() ? Optional.empty() : Optional.of(entrypoint);
    }

    private Optional<List<String>> command() {
        List<String> arguments = job.strings("AlgorithmSpecification.ContainerArguments");
        if (!arguments.isEmpty()) {
            return Optional.of(arguments);
        }
        return entrypoint().isPresent() ? Optional.of(List.of()) : Optional.of(List.of("train"));
    }

    private Map<String, String> environment(ResourceLimits limits) {
        Map<String, String> environment = new HashMap<>(platform.access().get().environment(arn.region(), image));
        environment.put("TRAINING_JOB_NAME", arn.name());
        environment.put("TRAINING_JOB_ARN", arn.toString());
        environment.put("SAGEMAKER_METRICS_DIRECTORY", ContainerPaths.METRICS);
        environment.put("DMLC_INTERFACE", "eth0");
        environment.put("NVIDIA_VISIBLE_DEVICES", limits.gpus() == 0 ? "void" : "all");
        environment.putAll(job.stringMap("Environment"));
        return environment;
    }
}
