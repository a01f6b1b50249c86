package io.slipway.container.docker;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Info;
import com.github.dockerjava.core.exception.InvalidRepositoryNameException;
import io.slipway.container.ContainerEngine;
import io.slipway.container.ContainerNetwork;
import io.slipway.container.ContainerSpec;
import io.slipway.container.EngineException;
import io.slipway.container.EngineInfo;
import io.slipway.container.ImageBuild;
import io.slipway.container.ImageInfo;
import io.slipway.container.ImageNotFoundException;
import io.slipway.container.ImageRef;
import io.slipway.container.NetworkMode;
import io.slipway.container.RunningContainer;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Docker engine: local, Docker Desktop, rootless or remote. */
public final class DockerEngine implements ContainerEngine {

    private static final Logger log = LoggerFactory.getLogger(DockerEngine.class);

    private final DockerConnection connection;
    private final DockerImages images;
    private final DockerNetworks networks;
    private final Scratch scratch;
    private final InstantSource clock;
    private volatile @Nullable EngineTraits knownTraits;
    private volatile @Nullable MountPlanner knownPlanner;

    private DockerEngine(DockerConnection connection, String installation, Path scratch, InstantSource clock) {
        this.connection = connection;
        this.images = new DockerImages(connection);
        this.networks = new DockerNetworks(connection);
        this.scratch =
                new Scratch(scratch.toAbsolutePath(), new RootCleaner(connection, Map.of("slipway", installation)));
        this.clock = clock;
    }

    /**
     * The engine to which {@code DOCKER_HOST}, the current Docker context or the platform's standard socket points. It
     * is not asked for anything yet.
     *
     * @param installation value of the label {@code slipway} on what the engine makes for itself
     * @param scratch directory for what containers write over their mounts; made when first needed
     */
    public static DockerEngine connect(String installation, Path scratch) {
        return new DockerEngine(DockerConnection.open(), installation, scratch, InstantSource.system());
    }

    /** As {@link #connect(String, Path)}, at a given {@code unix://}, {@code npipe://} or {@code tcp://} address. */
    public static DockerEngine connect(String host, String installation, Path scratch) {
        return new DockerEngine(DockerConnection.open(host), installation, scratch, InstantSource.system());
    }

    @Override
    public EngineInfo describe() {
        Info info = info();
        return new EngineInfo(
                "docker",
                Objects.requireNonNullElse(info.getServerVersion(), ""),
                Objects.requireNonNullElse(info.getNCPU(), 1),
                Objects.requireNonNullElse(info.getMemTotal(), 0L),
                networks.standardGateway(traits(info).desktop()),
                info.getRuntimes() != null && info.getRuntimes().containsKey("nvidia"));
    }

    private Info info() {
        connection.ensureAlive();
        return connection.call(
                "describe itself", () -> connection.client().infoCmd().exec());
    }

    private EngineTraits traits(Info info) {
        boolean linux =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux");
        EngineTraits found = EngineTraits.of(info, connection.host(), linux);
        knownTraits = found;
        return found;
    }

    private EngineTraits traits() {
        EngineTraits known = knownTraits;
        return known != null ? known : traits(info());
    }

    private MountPlanner planner(EngineTraits traits) {
        MountPlanner known = knownPlanner;
        if (known == null) {
            known = new MountPlanner(scratch, traits, "root".equals(System.getProperty("user.name")));
            knownPlanner = known;
        }
        return known;
    }

    @Override
    public Optional<ImageInfo> findImage(ImageRef image) {
        return images.find(image);
    }

    @Override
    public ImageInfo pull(ImageRef image, Consumer<String> progress) throws InterruptedException {
        connection.ensureAlive();
        return images.pull(image, progress);
    }

    @Override
    public ImageInfo build(ImageBuild build, Consumer<String> progress) throws InterruptedException {
        connection.ensureAlive();
        new ImageBuilder(connection, build, progress).run();
        return images.get(build.name());
    }

    @Override
    public ImageInfo importRoot(ImageRef image, InputStream tar) {
        connection.ensureAlive();
        return images.importRoot(image, tar);
    }

    @Override
    public ContainerNetwork openNetwork(String name, Map<String, String> labels, boolean internal) {
        connection.ensureAlive();
        return networks.open(name, labels, internal, traits().desktop());
    }

    @Override
    public RunningContainer start(ContainerSpec spec) {
        connection.ensureAlive();
        EngineTraits traits = traits();
        MountPlanner planner = planner(traits);
        if ((spec.mounts().isEmpty() && spec.files().isEmpty()) || !planner.sharing()) {
            return start(spec, planner.copying(spec), planner, traits);
        }
        try {
            return start(spec, planner.sharing(spec), planner, traits);
        } catch (ImageNotFoundException e) {
            throw e;
        } catch (EngineException e) {
            if (!String.valueOf(e.getMessage()).contains("mount")) {
                throw e;
            }
            RunningContainer started = start(spec, planner.copying(spec), planner, traits);
            planner.stopSharing();
            log.info("Docker does not share files with this machine, so they are copied: {}", e.getMessage());
            return started;
        }
    }

    private RunningContainer start(
            ContainerSpec spec, MountPlanner.Plan plan, MountPlanner planner, EngineTraits traits) {
        Optional<DockerNetwork> isolated = Optional.empty();
        Optional<String> id = Optional.empty();
        try {
            if (spec.network() instanceof NetworkMode.Isolated && !spec.ports().isEmpty()) {
                isolated = Optional.of(networks.openIsolated(spec.name(), spec.labels(), traits.direct()));
            }
            id = Optional.of(create(spec, plan, isolated, traits));
            launch(id.get(), spec, plan);
            return container(id.get(), spec, plan, planner, isolated, traits);
        } catch (RuntimeException e) {
            Optional<String> created = id;
            Optional<DockerNetwork> opened = isolated;
            Shielded.run(() -> {
                created.ifPresent(container -> Containers.remove(connection, container));
                opened.ifPresent(DockerNetwork::close);
                planner.clear(plan, spec);
            });
            throw e;
        }
    }

    private String create(
            ContainerSpec spec, MountPlanner.Plan plan, Optional<DockerNetwork> isolated, EngineTraits traits) {
        return connection.call("create the container " + spec.name(), () -> {
            try {
                CreateContainerCmd command =
                        connection.client().createContainerCmd(spec.image().value());
                ContainerRequest.fill(command, spec, plan.mounts(), isolated, traits);
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

    private void launch(String id, ContainerSpec spec, MountPlanner.Plan plan) {
        if (!plan.uploaded().isEmpty() || !plan.copied().isEmpty()) {
            new ContainerArchive(connection).put(id, new TarStream(new InitialEntries(plan.uploaded(), plan.copied())));
        }
        connection.call(
                "start the container " + spec.name(),
                () -> connection.client().startContainerCmd(id).exec());
    }

    private RunningContainer container(
            String id,
            ContainerSpec spec,
            MountPlanner.Plan plan,
            MountPlanner planner,
            Optional<DockerNetwork> isolated,
            EngineTraits traits) {
        return new DockerContainer(connection, id, traits, clock, plan.read(), () -> {
            isolated.ifPresent(DockerNetwork::close);
            planner.clear(plan, spec);
        });
    }

    @Override
    public void removeLeftovers(Map<String, String> labels) {
        connection.ensureAlive();
        new Leftovers(connection, scratch).remove(labels);
    }

    @Override
    public void close() {
        connection.close();
    }
}
