package io.slipway.emulator.job;

import io.slipway.container.ContainerNetwork;
import io.slipway.container.ContainerSpec;
import io.slipway.container.EngineInfo;
import io.slipway.container.ImageNotFoundException;
import io.slipway.container.LogLine;
import io.slipway.container.NetworkMode;
import io.slipway.container.ResourceLimits;
import io.slipway.container.RunningContainer;
import io.slipway.emulator.aws.Arn;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Starts the containers of a job: all of them, or none. Several get a network in which they find each other by name.
 *
 * @param isolated whether they reach nothing but each other
 * @param grace from SIGTERM to SIGKILL
 */
public record ClusterLaunch(JobPlatform platform, Arn job, boolean isolated, Duration grace) {

    /**
     * One container.
     *
     * @param name among the containers of the job, {@code algo-1}
     * @param type of instance, {@code ml.m5.large}
     * @param notice what is said of it in the job's log
     * @param output what it prints
     */
    public record Instance(
            String name, String type, Consumer<String> notice, Consumer<LogLine> output, Specification specification) {}

    /** What a container is to be, once it is known what it gets. */
    @FunctionalInterface
    public interface Specification {
        ContainerSpec of(ResourceLimits limits, NetworkMode network);
    }

    /** @throws JobFailure if there is no such image, or no GPU where one is required */
    public ContainerCluster start(List<Instance> instances) {
        EngineInfo machine = platform.engine().describe();
        var cluster = new ContainerCluster(openNetwork(instances.size()), grace);
        boolean started = false;
        try {
            for (Instance instance : instances) {
                Allotment allotment = Allotment.of(InstanceType.of(instance.type()), machine, platform.gpuPolicy());
                allotment.notice().ifPresent(instance.notice());
                ContainerSpec spec =
                        instance.specification().of(allotment.limits(), network(instance.name(), cluster.network()));
                RunningContainer container = platform.engine().start(spec);
                cluster.add(container);
                container.follow(instance.output());
            }
            started = true;
            return cluster;
        } catch (Allotment.NoGpuException e) {
            throw new JobFailure(FailureReasons.ofCapacity(String.valueOf(e.getMessage())), e);
        } catch (ImageNotFoundException e) {
            throw new JobFailure(FailureReasons.ofImage(e), e);
        } finally {
            if (!started) {
                cluster.close();
            }
        }
    }

    private Optional<ContainerNetwork> openNetwork(int instances) {
        if (instances == 1) {
            return Optional.empty();
        }
        return Optional.of(platform.engine()
                .openNetwork(
                        platform.labels().name(job, "network"),
                        platform.labels().of(job),
                        isolated));
    }

    private NetworkMode network(String name, Optional<ContainerNetwork> network) {
        NetworkMode alone = isolated ? new NetworkMode.Isolated() : new NetworkMode.Standard();
        return network.<NetworkMode>map(joined -> new NetworkMode.Joined(joined, name))
                .orElse(alone);
    }
}
