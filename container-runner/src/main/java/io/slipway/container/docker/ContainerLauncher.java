package io.slipway.container.docker;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.core.exception.InvalidRepositoryNameException;
import io.slipway.container.CommandException;
import io.slipway.container.ContainerSpec;
import io.slipway.container.EngineException;
import io.slipway.container.ImageNotFoundException;
import io.slipway.container.NetworkMode;
import io.slipway.container.RunningContainer;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings containers up in as few requests as it takes; one that does not come up leaves nothing. */
final class ContainerLauncher {

    private static final Logger log = LoggerFactory.getLogger(ContainerLauncher.class);

    private final DockerConnection connection;
    private final DockerNetworks networks;
    private final MountPlanner planner;
    private final EngineTraits traits;
    private final Relay relay;

    ContainerLauncher(DockerConnection connection, DockerNetworks networks, MountPlanner planner, EngineTraits traits) {
        this.connection = connection;
        this.networks = networks;
        this.planner = planner;
        this.traits = traits;
        this.relay = new Relay(connection, traits);
    }

    EngineTraits traits() {
        return traits;
    }

    RunningContainer start(ContainerSpec spec) {
        if (!planner.sharing() || (spec.mounts().isEmpty() && spec.files().isEmpty())) {
            return start(spec, planner.copying(spec));
        }
        try {
            return start(spec, planner.sharing(spec));
        } catch (ImageNotFoundException | CommandException e) {
            throw e;
        } catch (EngineException e) {
            if (!String.valueOf(e.getMessage()).contains("mount")) {
                throw e;
            }
            RunningContainer started = start(spec, planner.copying(spec));
            planner.stopSharing();
            log.info("Docker does not share files with this machine, so they are copied: {}", e.getMessage());
            return started;
        }
    }

    private RunningContainer start(ContainerSpec spec, MountPlanner.Plan plan) {
        var undo = new Undo();
        undo.add(() -> planner.clear(plan, spec));
        try {
            return start(spec, plan, undo);
        } catch (RuntimeException e) {
            undo.run();
            throw e;
        }
    }

    private RunningContainer start(ContainerSpec spec, MountPlanner.Plan plan, Undo undo) {
        boolean reached =
                spec.network() instanceof NetworkMode.Isolated && !spec.ports().isEmpty();
        boolean relayed = reached && relay.isPossible();
        Optional<DockerNetwork> isolated = reached ? Optional.of(isolatedNetwork(spec, relayed)) : Optional.empty();
        isolated.ifPresent(network -> undo.add(network::close));
        var belongings = new Belongings(plan.scratch(), isolated.map(DockerNetwork::id), Optional.empty());
        String id = create(spec, plan, isolated, belongings);
        undo.add(() -> Containers.remove(connection, id));
        if (!plan.uploaded().isEmpty() || !plan.copied().isEmpty()) {
            new ContainerArchive(connection).put(id, new TarStream(new InitialEntries(plan.uploaded(), plan.copied())));
        }
        ContainerOutput output = ContainerOutput.attach(connection, id, InstantSource.system());
        undo.add(output::close);
        if (spec.network() instanceof NetworkMode.Joined joined && joined.network() instanceof DockerNetwork network) {
            network.awaitMade();
        }
        connection.call("start the container " + spec.name(), () -> {
            try {
                return connection.client().startContainerCmd(id).exec();
            } catch (DockerException e) {
                throw Reasons.ofCommand(e)
                        .<RuntimeException>map(reason -> reason)
                        .orElse(e);
            }
        });
        Optional<String> way = relayed ? Optional.of(relay(spec, id, isolated.orElseThrow(), undo)) : Optional.empty();
        var usage = new ContainerUsage(connection, id, spec.limits().gpus() != 0, plan.scratch());
        return new DockerContainer(connection, id, way, traits, output, plan.read(), usage, undo);
    }

    /** An isolated container that is to be asked for a port is reached through a network of its own. */
    private DockerNetwork isolatedNetwork(ContainerSpec spec, boolean relayed) {
        return relayed
                ? networks.openRelayed(spec.name(), spec.labels())
                : networks.openIsolated(spec.name(), spec.labels(), traits.direct());
    }

    private String relay(ContainerSpec spec, String container, DockerNetwork network, Undo undo) {
        String made = relay.create(spec, container);
        undo.add(() -> Containers.remove(connection, made));
        relay.start(made, network.id());
        return made;
    }

    private String create(
            ContainerSpec spec, MountPlanner.Plan plan, Optional<DockerNetwork> isolated, Belongings belongings) {
        return connection.call("create the container " + spec.name(), () -> {
            try {
                CreateContainerCmd command =
                        connection.client().createContainerCmd(spec.image().value());
                ContainerRequest.fill(command, spec, plan.mounts(), isolated, traits);
                command.withLabels(belongings.addTo(spec.labels()));
                return command.exec().getId();
            } catch (NotFoundException e) {
                if (Reasons.of(e).contains("No such image")) {
                    throw new ImageNotFoundException(spec.image(), "Docker does not have it");
                }
                throw e;
            } catch (InvalidRepositoryNameException e) {
                throw new ImageNotFoundException(spec.image(), "the name is not valid");
            }
        });
    }
}
