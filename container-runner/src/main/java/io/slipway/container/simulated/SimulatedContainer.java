package io.slipway.container.simulated;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.slipway.container.ContainerExit;
import io.slipway.container.ContainerSpec;
import io.slipway.container.EngineException;
import io.slipway.container.LogLine;
import io.slipway.container.RunningContainer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

final class SimulatedContainer implements RunningContainer {

    private final ContainerSpec spec;
    private final Play play;
    private final SimulatedFiles files;
    private final InstantSource clock;
    private final Consumer<SimulatedContainer> gone;
    private final Optional<HttpServer> server;
    private final CompletableFuture<ContainerExit> ended = new CompletableFuture<>();
    private final AtomicReference<@Nullable CompletableFuture<@Nullable Void>> drained = new AtomicReference<>();

    /** @param gone told when it is closed */
    SimulatedContainer(ContainerSpec spec, Play play, InstantSource clock, Consumer<SimulatedContainer> gone) {
        this.spec = spec;
        this.play = play;
        this.files = new SimulatedFiles(spec.files(), play.files());
        this.clock = clock;
        this.gone = gone;
        this.server = play.server().map(SimulatedContainer::serve);
        var unused = ended.whenComplete((exit, failure) -> server.ifPresent(running -> running.stop(0)));
    }

    private static HttpServer serve(HttpHandler handler) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", handler);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.start();
            return server;
        } catch (IOException e) {
            throw new EngineException("a simulated container cannot serve: " + e.getMessage(), e);
        }
    }

    void start() {
        var exit = new ContainerExit.Exited(play.exitCode());
        if (play.duration().isZero()) {
            ended.complete(exit);
            return;
        }
        ended.completeOnTimeout(exit, play.duration().toMillis(), TimeUnit.MILLISECONDS);
    }

    Map<String, String> labels() {
        return spec.labels();
    }

    boolean isRunning() {
        return !ended.isDone();
    }

    /** As another program finds it: nobody follows it. */
    SimulatedContainer takenOver() {
        drained.set(null);
        return this;
    }

    String name() {
        return spec.name();
    }

    @Override
    public String id() {
        return "simulated-" + spec.name();
    }

    @Override
    public void follow(Consumer<LogLine> sink) {
        var delivered = new CompletableFuture<@Nullable Void>();
        if (!drained.compareAndSet(null, delivered)) {
            throw new IllegalStateException("the container is followed already");
        }
        Thread.ofVirtual().name("container-log-" + spec.name()).start(() -> {
            try {
                play.lines().forEach(line -> sink.accept(new LogLine(clock.instant(), line)));
                delivered.complete(null);
            } catch (RuntimeException e) {
                delivered.completeExceptionally(e);
                ended.completeExceptionally(e);
            }
        });
    }

    @Override
    public ContainerExit await(Duration limit, Duration grace) throws InterruptedException {
        if (!ended(limit)) {
            ended.complete(new ContainerExit.TimedOut());
        }
        ContainerExit exit = get(ended);
        CompletableFuture<@Nullable Void> log = drained.get();
        if (log != null) {
            get(log);
        }
        return exit;
    }

    private boolean ended(Duration limit) throws InterruptedException {
        Duration bounded = limit.compareTo(Play.UNTIL_STOPPED) > 0 ? Play.UNTIL_STOPPED : limit;
        try {
            ended.get(bounded.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            return true;
        }
    }

    private static <T> T get(Future<T> result) throws InterruptedException {
        try {
            return result.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof EngineException failure) {
                throw failure;
            }
            throw new EngineException("the container's log could not be kept: " + e.getMessage(), e);
        }
    }

    @Override
    public void stop(Duration grace) {
        ended.complete(new ContainerExit.Stopped());
    }

    @Override
    public InetSocketAddress address(int port) {
        if (!spec.ports().contains(port)) {
            throw new EngineException("port " + port + " of the container " + id() + " is not published");
        }
        return server.map(HttpServer::getAddress)
                .orElseThrow(() -> new EngineException("the container " + id() + " serves nothing"));
    }

    @Override
    public Optional<InputStream> copyOut(String directory) {
        return files.directory(directory);
    }

    @Override
    public void copyIn(Path source, String target) {
        files.copyIn(source, target);
    }

    @Override
    public Optional<byte[]> readFile(String path, int maximumBytes) {
        return files.file(path).map(content -> Arrays.copyOf(content, Math.min(content.length, maximumBytes)));
    }

    @Override
    public void close() {
        ended.completeExceptionally(new EngineException("the container was closed while it ran"));
        gone.accept(this);
    }
}
