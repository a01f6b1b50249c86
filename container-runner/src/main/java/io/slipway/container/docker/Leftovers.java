package io.slipway.container.docker;

import com.github.dockerjava.api.command.InspectVolumeResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Network;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/** What containers leave behind when nobody closes them, found by label. */
final class Leftovers {

    private final DockerConnection connection;
    private final Scratch scratch;
    private final Map<String, Belongings> spared;

    /** @param spared what belongs to the containers that stay, by their identifiers */
    Leftovers(DockerConnection connection, Scratch scratch, Map<String, Belongings> spared) {
        this.connection = connection;
        this.scratch = scratch;
        this.spared = Map.copyOf(spared);
    }

    void remove(Map<String, String> labels) {
        List<String> filter = labels.entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .toList();
        for (Container container : containers(filter)) {
            if (!isSpared(container.getId())) {
                Containers.remove(connection, container.getId());
            }
        }
        for (Network network : networks(filter)) {
            if (spared.values().stream().noneMatch(kept -> kept.network().equals(Optional.of(network.getId())))) {
                DockerNetwork.made(connection, network.getId()).close();
            }
        }
        for (InspectVolumeResponse volume : volumes(filter)) {
            removeVolume(volume.getName());
        }
        scratch.clearLeftovers(
                labels,
                directory ->
                        spared.values().stream().anyMatch(kept -> kept.scratch().equals(Optional.of(directory))));
    }

    private boolean isSpared(String container) {
        return spared.containsKey(container)
                || spared.values().stream().anyMatch(kept -> kept.relay().equals(Optional.of(container)));
    }

    private List<Container> containers(List<String> filter) {
        return list(
                "containers",
                () -> connection
                        .client()
                        .listContainersCmd()
                        .withShowAll(true)
                        .withLabelFilter(filter)
                        .exec());
    }

    private List<Network> networks(List<String> filter) {
        return list(
                "networks",
                () -> connection
                        .client()
                        .listNetworksCmd()
                        .withFilter("label", filter)
                        .exec());
    }

    private List<InspectVolumeResponse> volumes(List<String> filter) {
        return list(
                "volumes",
                () -> Objects.requireNonNullElse(
                        connection
                                .client()
                                .listVolumesCmd()
                                .withFilter("label", filter)
                                .exec()
                                .getVolumes(),
                        List.of()));
    }

    private <T> List<T> list(String what, Supplier<List<T>> request) {
        return connection.call("list its " + what, request);
    }

    private void removeVolume(String name) {
        connection.call("remove the volume " + name, () -> {
            try {
                return connection.client().removeVolumeCmd(name).exec();
            } catch (NotFoundException | ConflictException e) {
                return null;
            }
        });
    }
}
