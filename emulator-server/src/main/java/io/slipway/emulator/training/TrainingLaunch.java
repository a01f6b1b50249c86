package io.slipway.emulator.training;

import io.slipway.container.ContainerNetwork;
import io.slipway.container.ContainerSpec;
import io.slipway.container.EngineInfo;
import io.slipway.container.ImageNotFoundException;
import io.slipway.container.ImageRef;
import io.slipway.container.Mount;
import io.slipway.container.NetworkMode;
import io.slipway.emulator.aws.Arn;
import io.slipway.emulator.job.Allotment;
import io.slipway.emulator.job.InstanceType;
import io.slipway.emulator.job.JobPlatform;
import io.slipway.emulator.store.Resource;
import io.slipway.emulator.wire.Document;
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

    private final JobPlatform platform;
    private final Arn arn;
    private final Document job;
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
        this.hosts = hosts;
        this.outputs = outputs;
        this.configFiles = configFiles;
    }

    /** @param mounts of each host, by its name */
    record Prepared(ImageRef image, Map<String, List<Mount>> mounts) {}

    /** All of them, or none. */
    TrainingCluster start(Prepared prepared) {
        EngineInfo machine = platform.engine().describe();
        var cluster = new TrainingCluster(openNetwork());
        boolean started = false;
        try {
            for (Host host : hosts) {
                HostOutput output = outputs.get(host.number() - 1);
                Allotment allotment = Allotment.of(InstanceType.of(host.instanceType()), machine, platform.gpuPolicy());
                allotment
                        .notice()
                        .ifPresent(notice -> output.say(platform.clock().instant(), notice));
                var container = platform.engine().start(spec(host, prepared, allotment, cluster.network()));
                cluster.add(container);
                container.follow(output::accept);
            }
            started = true;
            return cluster;
        } catch (Allotment.NoGpuException e) {
            throw new TrainingFailure(FailureReasons.ofCapacity(String.valueOf(e.getMessage())), e);
        } catch (ImageNotFoundException e) {
            throw new TrainingFailure(FailureReasons.ofImage(e), e);
        } finally {
            if (!started) {
                cluster.close();
            }
        }
    }

    private Optional<ContainerNetwork> openNetwork() {
        if (hosts.size() == 1) {
            return Optional.empty();
        }
        return Optional.of(platform.engine()
                .openNetwork(
                        platform.labels().name(arn, "network"),
                        platform.labels().of(arn),
                        isIsolated()));
    }

    private boolean isIsolated() {
        return job.isTrue("EnableNetworkIsolation");
    }

    private ContainerSpec spec(Host host, Prepared prepared, Allotment allotment, Optional<ContainerNetwork> network) {
        NetworkMode alone = isIsolated() ? new NetworkMode.Isolated() : new NetworkMode.Standard();
        return new ContainerSpec(
                platform.labels().name(arn, host.name()),
                prepared.image(),
                entrypoint(),
                command(),
                environment(allotment),
                platform.labels().of(arn),
                host.name(),
                configFiles.of(host),
                prepared.mounts().getOrDefault(host.name(), List.of()),
                allotment.limits(),
                network.<NetworkMode>map(joined -> new NetworkMode.Joined(joined, host.name()))
                        .orElse(alone),
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

    private Map<String, String> environment(Allotment allotment) {
        Map<String, String> environment = new HashMap<>(platform.access()
                .get()
                .environment(arn.region(), job.getString("AlgorithmSpecification.TrainingImage")));
        environment.put("TRAINING_JOB_NAME", arn.name());
        environment.put("TRAINING_JOB_ARN", arn.toString());
        environment.put("SAGEMAKER_METRICS_DIRECTORY", ContainerPaths.METRICS);
        environment.put("DMLC_INTERFACE", "eth0");
        environment.put("NVIDIA_VISIBLE_DEVICES", allotment.limits().gpus() == 0 ? "void" : "all");
        environment.putAll(job.stringMap("Environment"));
        return environment;
    }
}
