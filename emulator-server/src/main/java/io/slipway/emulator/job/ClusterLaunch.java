package io.slipway.emulator.job;

import io.slipway.container.CommandException;
import io.slipway.container.ContainerExit;
import io.slipway.container.ContainerSpec;
import io.slipway.container.EngineException;
import io.slipway.container.ImageNotFoundException;
import io.slipway.container.LogLine;
import io.slipway.container.NetworkMode;
import io.slipway.container.ResourceLimits;
import io.slipway.container.RunningContainer;
import io.slipway.emulator.aws.Arn;
import java.time.Duration;
import java.util.ArrayList;
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
        // The engine makes the network while it is asked the rest.
        var cluster = new ContainerCluster(openNetwork(instances.size()), grace);
        boolean started = false;
        try {
            startAll(instances, cluster);
            started = true;
            return cluster;
        } catch (Allotment.NoGpuException e) {
            throw new JobFailure(FailureReasons.ofCapacity(String.valueOf(e.getMessage())), e);
        } catch (ImageNotFoundException e) {
            throw new JobFailure(FailureReasons.ofImage(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException("the start of the containers was interrupted", e);
        } finally {
            if (!started) {
                cluster.close();
            }
        }
    }

    /** All at once. When one fails, no other is being started any more, and those that were are in the cluster. */
    private void startAll(List<Instance> instances, ContainerCluster cluster) throws InterruptedException {
        List<Background<Boolean>> starting = new ArrayList<>();
        try {
            for (int i = 0; i < instances.size(); i++) {
                int place = i;
                starting.add(Background.start(() -> start(instances.get(place), cluster, place)));
            }
            for (Background<Boolean> one : starting) {
                one.await();
            }
        } finally {
            starting.forEach(Background::close);
        }
    }

    private boolean start(Instance instance, ContainerCluster cluster, int place) {
        Allotment allotment = Allotment.of(InstanceType.of(instance.type()), platform.machine(), platform.gpuPolicy());
        allotment.notice().ifPresent(instance.notice());
        ContainerSpec spec =
                instance.specification().of(allotment.limits(), network(instance.name(), cluster.network()));
        RunningContainer container = start(spec, instance.notice());
        cluster.add(place, container);
        container.follow(instance.output());
        return true;
    }

    /** An image without the command fails the job as a container that ends with the shell's code for that. */
    private RunningContainer start(ContainerSpec spec, Consumer<String> notice) {
        try {
            return platform.engine().start(spec);
        } catch (CommandException e) {
            notice.accept(String.valueOf(e.getMessage()));
            throw new JobFailure(
                    FailureReasons.ofExit(new ContainerExit.Exited(e.exitCode()), Optional.empty(), false), e);
        }
    }

    private Optional<ClusterNetworks.Network> openNetwork(int instances) {
        if (instances == 1) {
            return Optional.empty();
        }
        return Optional.of(platform.networks().open(job, isolated));
    }

    private NetworkMode network(String name, Optional<ClusterNetworks.Network> network) {
        NetworkMode alone = isolated ? new NetworkMode.Isolated() : new NetworkMode.Standard();
        return network.<NetworkMode>map(own -> new NetworkMode.Joined(own.joined(), name))
                .orElse(alone);
    }
}
