package io.slipway.container.docker;

import com.github.dockerjava.api.model.Container;
import io.slipway.container.AdoptedContainer;
import io.slipway.container.EngineException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes containers over that an earlier run of this program started. */
final class Adoption {

    private static final Logger log = LoggerFactory.getLogger(Adoption.class);

    private final DockerConnection connection;
    private final Scratch scratch;
    private final ConcurrentMap<String, Belongings> adopted = new ConcurrentHashMap<>();

    Adoption(DockerConnection connection, Scratch scratch) {
        this.connection = connection;
        this.scratch = scratch;
    }

    /** What belongs to the containers that were adopted and are not closed, by their identifiers. */
    Map<String, Belongings> adopted() {
        return adopted;
    }

    List<AdoptedContainer> adopt(Map<String, String> labels, EngineTraits traits) {
        List<String> filter = labels.entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .toList();
        List<Container> all = connection.call(
                "list its containers",
                () -> connection
                        .client()
                        .listContainersCmd()
                        .withShowAll(true)
                        .withLabelFilter(filter)
                        .exec());
        // Those that have ended too: a container is not reached without its relay, and has to be known as lost.
        Map<String, String> relays = all.stream()
                .filter(container -> container.getLabels().containsKey(Relay.LEADS_TO))
                .collect(Collectors.toMap(container -> container.getLabels().get(Relay.LEADS_TO), Container::getId));
        List<AdoptedContainer> found = new ArrayList<>();
        for (Container container : all) {
            if ("running".equals(container.getState()) && !container.getLabels().containsKey(Relay.LEADS_TO)) {
                adopt(container, Optional.ofNullable(relays.get(container.getId())), traits)
                        .ifPresent(found::add);
            }
        }
        return found;
    }

    private Optional<AdoptedContainer> adopt(Container found, Optional<String> relay, EngineTraits traits) {
        String id = found.getId();
        Belongings belongings = Belongings.of(found.getLabels(), relay);
        var undo = new Undo();
        undo.add(() -> adopted.remove(id));
        belongings.scratch().ifPresent(directory -> undo.add(() -> scratch.clear(directory)));
        belongings
                .network()
                .ifPresent(network ->
                        undo.add(() -> DockerNetwork.made(connection, network).close()));
        undo.add(() -> Containers.remove(connection, id));
        relay.ifPresent(beside -> undo.add(() -> Containers.remove(connection, beside)));
        try {
            ContainerOutput output = ContainerOutput.attach(connection, id, InstantSource.system());
            undo.add(output::close);
            var usage = new ContainerUsage(connection, id, false, belongings.scratch());
            var container =
                    new DockerContainer(connection, id, relay, traits, output, new SharedDirectories(), usage, undo);
            adopted.put(id, belongings);
            return Optional.of(new AdoptedContainer(found.getLabels(), container));
        } catch (EngineException e) {
            log.info("the container {} ended before it could be taken over: {}", id, e.getMessage());
            return Optional.empty();
        }
    }
}
