package io.slipway.container.docker;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.DeviceRequest;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import io.slipway.container.ContainerSpec;
import io.slipway.container.NetworkMode;
import io.slipway.container.ResourceLimits;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A container as the engine's request to create it. */
final class ContainerRequest {

    private static final double NANO = 1e9;

    /** What it prints is read from the container itself ({@link ContainerOutput}). */
    private static final LogConfig NO_LOG = new LogConfig(LogConfig.LoggingType.NONE);

    private ContainerRequest() {}

    /** @param isolated the network in which an isolated container's ports are reached, if it has any */
    static void fill(
            CreateContainerCmd command,
            ContainerSpec spec,
            List<Mount> mounts,
            Optional<DockerNetwork> isolated,
            EngineTraits traits) {
        command.withName(spec.name())
                .withHostName(spec.hostname())
                .withLabels(spec.labels())
                .withEnv(environment(spec.environment()))
                .withStopSignal("SIGTERM")
                .withExposedPorts(spec.ports().stream().map(ExposedPort::tcp).toList())
                .withHostConfig(hostConfig(spec, mounts, isolated, traits));
        spec.entrypoint().ifPresent(command::withEntrypoint);
        spec.command().ifPresent(command::withCmd);
        if (spec.network() instanceof NetworkMode.Joined joined) {
            command.withAliases(joined.alias());
        }
        if (isolated.isPresent()) {
            command.withAliases(Relay.ALIAS);
        }
    }

    static HostConfig hostConfig(
            ContainerSpec spec, List<Mount> mounts, Optional<DockerNetwork> isolated, EngineTraits traits) {
        HostConfig host = HostConfig.newHostConfig()
                .withMounts(mounts)
                .withLogConfig(NO_LOG)
                .withNetworkMode(network(spec.network(), isolated));
        limit(host, spec.limits(), traits);
        if (spec.network() instanceof NetworkMode.Isolated && isolated.isEmpty()) {
            host.withExtraHosts(spec.hostname() + ":127.0.0.1");
        }
        if (!traits.direct()) {
            host.withPortBindings(spec.ports().stream()
                    .map(port -> new PortBinding(Ports.Binding.bindIp(traits.publishOn()), ExposedPort.tcp(port)))
                    .toList());
        }
        if (traits.selinux()) {
            host.withSecurityOpts(List.of("label=disable"));
        }
        return host;
    }

    private static String network(NetworkMode network, Optional<DockerNetwork> isolated) {
        return switch (network) {
            case NetworkMode.Standard standard -> "bridge";
            case NetworkMode.Isolated none -> isolated.map(DockerNetwork::id).orElse("none");
            case NetworkMode.Joined joined -> joined.network().id();
        };
    }

    private static void limit(HostConfig host, ResourceLimits limits, EngineTraits traits) {
        if (limits.cpus() > 0) {
            host.withNanoCPUs(Math.round(Math.min(limits.cpus(), traits.cpus()) * NANO));
        }
        if (limits.memoryBytes() > 0) {
            host.withMemory(limits.memoryBytes()).withMemorySwap(limits.memoryBytes());
        }
        if (limits.sharedMemoryBytes() > 0) {
            host.withShmSize(limits.sharedMemoryBytes());
        }
        if (limits.gpus() != 0) {
            host.withDeviceRequests(List.of(new DeviceRequest()
                    .withDriver("nvidia")
                    .withCount(limits.gpus())
                    .withCapabilities(List.of(List.of("gpu")))));
        }
    }

    private static List<String> environment(Map<String, String> environment) {
        return environment.entrySet().stream()
                .map(variable -> variable.getKey() + "=" + variable.getValue())
                .toList();
    }
}
