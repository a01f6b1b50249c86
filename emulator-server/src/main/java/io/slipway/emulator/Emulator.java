package io.slipway.emulator;

import io.slipway.container.ContainerEngine;
import io.slipway.container.EngineInfo;
import io.slipway.emulator.aws.Service;
import io.slipway.emulator.dispatch.Dispatcher;
import io.slipway.emulator.http.HttpServer;
import io.slipway.emulator.http.Listener;
import io.slipway.emulator.images.ImageCatalog;
import io.slipway.emulator.images.LocalImages;
import io.slipway.emulator.images.RecipeBuilder;
import io.slipway.emulator.job.ClusterNetworks;
import io.slipway.emulator.job.ContainerAccess;
import io.slipway.emulator.job.ContainerSlots;
import io.slipway.emulator.job.GpuPolicy;
import io.slipway.emulator.job.ImageResolver;
import io.slipway.emulator.job.JobLabels;
import io.slipway.emulator.job.JobPlatform;
import io.slipway.emulator.job.JobRunner;
import io.slipway.emulator.job.Workspaces;
import io.slipway.emulator.logs.LogStore;
import io.slipway.emulator.metrics.MetricStore;
import io.slipway.emulator.store.Database;
import io.slipway.emulator.store.SqliteResourceStore;
import io.slipway.emulator.training.FileSystems;
import io.slipway.emulator.wire.Document;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Function;

/** The running emulator: every object of it is built here once, in order, and closed in reverse. */
public final class Emulator implements AutoCloseable {

    private static final String LOOPBACK = "127.0.0.1";

    private final OpenParts parts;
    private final JobLabels labels;
    private final ContainerEngine engine;
    private final EngineInfo engineInfo;
    private final ImageCatalog catalog;
    private final RecipeBuilder recipes;
    private final Storage storage;
    private final Dispatcher dispatcher;
    private final HttpServer server;

    private Emulator(EmulatorConfig config, Function<Path, ContainerEngine> engines, OpenParts parts) {
        this.parts = parts;
        InstantSource clock = InstantSource.system();
        DataDirectory data = parts.add(DataDirectory.open(config));
        labels = new JobLabels(Engines.installation(data.path()), RandomNames::suffix);
        EngineConnection connection = parts.add(EngineConnection.open(() -> engines.apply(data.path())));
        storage = parts.add(Storage.open(config, data.path(), clock));
        Database database = parts.add(Database.open(data.path().resolve("slipway.db")));
        SqliteResourceStore store = new SqliteResourceStore(database, clock);
        LogStore logs = parts.add(LogStore.open(data.path().resolve("logs")));
        catalog = ImageCatalog.read(config.images());
        EngineConnection.Connected connected = connection.await();
        engine = connected.engine();
        engineInfo = connected.info();
        recipes = Engines.recipeBuilder(engine, catalog, config.images());
        ImageResolver images = new LocalImages(engine, config.imageMappings(), catalog, recipes);
        JobRunner runner = new JobRunner();
        ClusterNetworks networks = parts.add(new ClusterNetworks(engine, labels, runner));
        JobPlatform platform = new JobPlatform(
                engine,
                engineInfo,
                storage.objects(),
                images,
                logs,
                parts.add(runner),
                new ContainerSlots(config.maxParallelJobs()),
                new Workspaces(data.path().resolve("workspaces")),
                networks,
                labels,
                this::containerAccess,
                config.requireGpu() ? GpuPolicy.REQUIRE : GpuPolicy.AUTO,
                clock);
        MetricStore metrics = parts.add(new MetricStore(data.path().resolve("metrics.db")));
        Hosting hosting =
                parts.add(new Hosting(platform, store, data.path().resolve("endpoints"), new EndpointMetrics(metrics)));
        Families families =
                new Families(platform, store, logs, metrics, hosting, new FileSystems(config.fileSystems()), clock);
        hosting.recover();
        engine.removeLeftovers(labels.all());
        platform.workspaces().clear();
        families.settle();
        dispatcher = new Dispatcher(families.operations());
        server = parts.add(new HttpServer(
                new Listener(hosts(), config.port()),
                config.account(),
                dispatcher,
                storage.handler(),
                Optional.of(hosting.handler()),
                this::health,
                List.of()));
        families.resume();
        hosting.resume();
    }

    /**
     * Starts it; when this returns it answers.
     *
     * @throws io.slipway.emulator.config.ConfigurationException if it cannot be what it is to be
     * @throws io.slipway.container.EngineException if no engine answers
     * @throws io.slipway.emulator.http.CannotListenException if the port is in use
     */
    public static Emulator start(EmulatorConfig config) {
        return start(config, data -> Engines.of(config.engine(), data));
    }

    /** @param engines makes the engine, given the directory of the state */
    static Emulator start(EmulatorConfig config, Function<Path, ContainerEngine> engines) {
        OpenParts parts = new OpenParts();
        try {
            return new Emulator(config, engines, parts);
        } catch (RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    public int port() {
        return server.port();
    }

    /** The endpoint as containers of the engine's standard network reach it. */
    public String endpointForContainers() {
        return "http://" + engineInfo.gateway() + ":" + port();
    }

    public ContainerEngine engine() {
        return engine;
    }

    /** What every container, network and volume of this installation carries. */
    public Map<String, String> labels() {
        return labels.all();
    }

    public ImageCatalog catalog() {
        return catalog;
    }

    public RecipeBuilder recipes() {
        return recipes;
    }

    /** All operations of a service that Slipway has. */
    public SortedSet<String> operationNames(Service service) {
        SortedSet<String> names = dispatcher.operationNames(service);
        if (service == Service.SAGEMAKER_RUNTIME) {
            names.addAll(Hosting.RUNTIME_OPERATIONS);
        }
        return names;
    }

    private ContainerAccess containerAccess() {
        return storage.access(endpointForContainers());
    }

    /** Loopback, and where this machine's containers reach it. */
    private List<String> hosts() {
        List<String> hosts = new ArrayList<>(List.of(LOOPBACK));
        if (!engineInfo.gateway().equals(LOOPBACK) && isOfThisMachine(engineInfo.gateway())) {
            hosts.add(engineInfo.gateway());
        }
        return hosts;
    }

    private static boolean isOfThisMachine(String address) {
        try {
            return NetworkInterface.getByInetAddress(InetAddress.getByName(address)) != null;
        } catch (SocketException | UnknownHostException e) {
            return false;
        }
    }

    private Document health() {
        return Health.of(engine, storage);
    }

    @Override
    public void close() {
        parts.close();
    }
}
