package io.slipway.emulator.processing;

import io.slipway.container.ContainerSpec;
import io.slipway.container.ImageRef;
import io.slipway.container.Mount;
import io.slipway.container.NetworkMode;
import io.slipway.container.ResourceLimits;
import io.slipway.emulator.aws.Arn;
import io.slipway.emulator.job.ClusterLaunch;
import io.slipway.emulator.job.ContainerCluster;
import io.slipway.emulator.job.JobPlatform;
import io.slipway.emulator.wire.Document;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Starts the containers of a job: entrypoint and arguments as {@code docker run} takes them, no word of our own. */
final class ProcessingLaunch {

    /** From SIGTERM to SIGKILL. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    private final JobPlatform platform;
    private final Arn arn;
    private final Document job;
    private final List<InstanceLog> logs;

    /** @param logs one for each instance, which gives it its name */
    ProcessingLaunch(JobPlatform platform, Arn arn, Document job, List<InstanceLog> logs) {
        this.platform = platform;
        this.arn = arn;
        this.job = job;
        this.logs = logs;
    }

    /** What the containers are started with. */
    record Prepared(ImageRef image, ProcessingInputs.Prepared inputs) {}

    /** All of them, or none. */
    ContainerCluster start(Prepared prepared) {
        var configFiles =
                new ConfigFiles(arn, job, logs.stream().map(InstanceLog::host).toList());
        List<ClusterLaunch.Instance> instances = new ArrayList<>();
        for (int i = 0; i < logs.size(); i++) {
            InstanceLog log = logs.get(i);
            List<Mount> mounts = prepared.inputs().mounts().get(i);
            instances.add(new ClusterLaunch.Instance(
                    log.host(),
                    job.getString("ProcessingResources.ClusterConfig.InstanceType"),
                    notice -> log.add(platform.clock().instant(), notice),
                    line -> log.add(line.time(), line.text()),
                    (limits, network) -> spec(log.host(), prepared.image(), configFiles, mounts, limits, network)));
        }
        return new ClusterLaunch(platform, arn, job.isTrue("NetworkConfig.EnableNetworkIsolation"), GRACE)
                .start(instances);
    }

    private ContainerSpec spec(
            String host,
            ImageRef image,
            ConfigFiles configFiles,
            List<Mount> mounts,
            ResourceLimits limits,
            NetworkMode network) {
        return new ContainerSpec(
                platform.labels().name(arn, host),
                image,
                words("AppSpecification.ContainerEntrypoint"),
                words("AppSpecification.ContainerArguments"),
                environment(limits),
                platform.labels().of(arn),
                host,
                configFiles.of(host),
                mounts,
                limits,
                network,
                List.of());
    }

    private Optional<List<String>> words(String path) {
        List<String> words = job.strings(path);
        return words.isEmpty() ? Optional.empty() : Optional.of(words);
    }

    private Map<String, String> environment(ResourceLimits limits) {
        Map<String, String> environment = new HashMap<>(
                platform.access().get().environment(arn.region(), job.getString("AppSpecification.ImageUri")));
        environment.put("NVIDIA_VISIBLE_DEVICES", limits.gpus() == 0 ? "void" : "all");
        environment.putAll(job.stringMap("Environment"));
        return environment;
    }
}
