package io.slipway.container;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A container to start.
 *
 * @param name unique in the engine, {@code [a-zA-Z0-9][a-zA-Z0-9_.-]+}
 * @param image must be in the engine
 * @param entrypoint in place of the image's; empty to keep it
 * @param command in place of the image's; empty to keep it
 * @param environment added to the image's
 * @param labels for {@link ContainerEngine#removeLeftovers}
 * @param hostname the container's own name, which it can resolve
 * @param files written before the process starts
 * @param mounts directories of this machine that the container sees
 * @param limits what it may use
 * @param network how it is connected
 * @param ports TCP ports that Slipway will ask {@link RunningContainer#address} for
 */
public record ContainerSpec(
        String name,
        ImageRef image,
        Optional<List<String>> entrypoint,
        Optional<List<String>> command,
        Map<String, String> environment,
        Map<String, String> labels,
        String hostname,
        List<InitialFile> files,
        List<Mount> mounts,
        ResourceLimits limits,
        NetworkMode network,
        List<Integer> ports) {

    public ContainerSpec {
        entrypoint = entrypoint.map(List::copyOf);
        command = command.map(List::copyOf);
        environment = Map.copyOf(environment);
        labels = Map.copyOf(labels);
        files = List.copyOf(files);
        mounts = List.copyOf(mounts);
        ports = List.copyOf(ports);
    }
}
