package io.slipway.container.docker;

import com.github.dockerjava.api.model.Info;
import io.slipway.container.AdoptedContainer;
import io.slipway.container.ContainerEngine;
import io.slipway.container.ContainerNetwork;
import io.slipway.container.ContainerSpec;
import io.slipway.container.EngineInfo;
import io.slipway.container.ImageBuild;
import io.slipway.container.ImageInfo;
import io.slipway.container.ImageRef;
import io.slipway.container.RunningContainer;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The Docker engine: local, Docker Desktop, rootless or remote. */
public final class DockerEngine implements ContainerEngine {

    private final DockerConnection connection;
    private final DockerImages images;
    private final BuildTurns turns = BuildTurns.OF_THIS_MACHINE;
    private final UnfinishedBuilds unfinished;
    private final DockerNetworks networks;
    private final Scratch scratch;
    private final Adoption adoption;
    private volatile @Nullable ContainerLauncher launcher;

    private DockerEngine(DockerConnection connection, String installation, Path scratch) {
        this.connection = connection;
        this.images = new DockerImages(connection);
        this.unfinished = new UnfinishedBuilds(connection, turns.name());
        this.networks = new DockerNetworks(connection);
        this.scratch =
                new Scratch(scratch.toAbsolutePath(), new RootCleaner(connection, Map.of("slipway", installation)));
        this.adoption = new Adoption(connection, this.scratch);
    }

    /**
     * The engine to which {@code DOCKER_HOST}, the current Docker context or the platform's standard socket points. It
     * is not asked for anything yet.
     *
     * @param installation value of the label {@code slipway} on what the engine makes for itself
     * @param scratch directory for what containers write over their mounts; made when first needed
     */
    public static DockerEngine connect(String installation, Path scratch) {
        return new DockerEngine(DockerConnection.open(), installation, scratch);
    }

    /** As {@link #connect(String, Path)}, at a given {@code unix://}, {@code npipe://} or {@code tcp://} address. */
    public static DockerEngine connect(String host, String installation, Path scratch) {
        return new DockerEngine(DockerConnection.open(host), installation, scratch);
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
        return EngineTraits.of(info, connection.host(), linux);
    }

    /** Made when first needed, as it depends on what kind of engine this is. */
    private ContainerLauncher launcher() {
        ContainerLauncher known = launcher;
        if (known == null) {
            EngineTraits traits = traits(info());
            boolean root = "root".equals(System.getProperty("user.name"));
            known = new ContainerLauncher(connection, networks, new MountPlanner(scratch, traits, root), traits);
            launcher = known;
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
        Runnable leftovers = unfinished::remove;
        turns.begin(leftovers);
        try {
            new ImageBuilder(connection, unfinished, build, progress).run();
            return images.get(build.name());
        } catch (InterruptedException e) {
            leftovers = unfinished::removeAtLast;
            throw e;
        } finally {
            turns.end(leftovers);
        }
    }

    @Override
    public void removeUnfinishedBuilds() {
        connection.ensureAlive();
        turns.pass(unfinished::remove);
    }

    @Override
    public ImageInfo importRoot(ImageRef image, InputStream tar) {
        connection.ensureAlive();
        return images.importRoot(image, tar);
    }

    @Override
    public ContainerNetwork openNetwork(String name, Map<String, String> labels, boolean internal) {
        connection.ensureAlive();
        return networks.open(name, labels, internal, launcher().traits().desktop());
    }

    @Override
    public ContainerNetwork openSealedNetwork(String name, Map<String, String> labels) {
        connection.ensureAlive();
        return networks.openSealed(name, labels);
    }

    @Override
    public RunningContainer start(ContainerSpec spec) {
        connection.ensureAlive();
        return launcher().start(spec);
    }

    @Override
    public List<AdoptedContainer> adopt(Map<String, String> labels) {
        connection.ensureAlive();
        return adoption.adopt(labels, launcher().traits());
    }

    @Override
    public void removeLeftovers(Map<String, String> labels) {
        connection.ensureAlive();
        networks.settle();
        new Leftovers(connection, scratch, adoption.adopted()).remove(labels);
    }

    @Override
    public void close() {
        connection.close();
    }
}
