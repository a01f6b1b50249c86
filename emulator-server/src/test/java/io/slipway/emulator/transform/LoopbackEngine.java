package io.slipway.emulator.transform;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.slipway.container.ContainerExit;
import io.slipway.container.ContainerSpec;
import io.slipway.container.EngineInfo;
import io.slipway.container.LogLine;
import io.slipway.container.RunningContainer;
import io.slipway.emulator.job.ImagelessEngine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** An engine whose containers are HTTP servers of this program. */
final class LoopbackEngine implements ImagelessEngine {
    final List<ContainerSpec> started = new CopyOnWriteArrayList<>();
    final AtomicInteger open = new AtomicInteger();
    volatile HttpHandler handler = exchange -> exchange.sendResponseHeaders(404, -1);
    volatile boolean exitsAtOnce;

    private volatile CompletableFuture<ContainerExit> latest = new CompletableFuture<>();

    /** Lets the container that was started last end by itself. */
    void exit(int code) {
        latest.complete(new ContainerExit.Exited(code));
    }

    @Override
    public EngineInfo describe() {
        return new EngineInfo("loopback", "1", 2, 1L << 32, "127.0.0.1", false);
    }

    @Override
    public RunningContainer start(ContainerSpec spec) {
        started.add(spec);
        open.incrementAndGet();
        var exit = new CompletableFuture<ContainerExit>();
        latest = exit;
        if (exitsAtOnce) {
            exit.complete(new ContainerExit.Exited(1));
        }
        return new Container(handler, exit);
    }

    private final class Container implements RunningContainer {
        private final HttpServer server;
        private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        private final CompletableFuture<ContainerExit> exit;

        Container(HttpHandler handler, CompletableFuture<ContainerExit> exit) {
            this.exit = exit;
            try {
                server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            server.setExecutor(threads);
            server.createContext("/", handler);
            server.start();
        }

        @Override
        public String id() {
            return "loopback";
        }

        @Override
        public void follow(Consumer<LogLine> sink) {
            sink.accept(new LogLine(Instant.EPOCH, "serving"));
        }

        @Override
        public ContainerExit await(Duration limit, Duration grace) throws InterruptedException {
            try {
                return exit.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void stop(Duration grace) {
            exit.complete(new ContainerExit.Stopped());
        }

        @Override
        public InetSocketAddress address(int port) {
            return server.getAddress();
        }

        @Override
        public Optional<InputStream> copyOut(String path) {
            return Optional.empty();
        }

        @Override
        public void copyIn(Path source, String target) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<byte[]> readFile(String path, int maximumBytes) {
            return Optional.empty();
        }

        @Override
        public void close() {
            exit.complete(new ContainerExit.Stopped());
            server.stop(0);
            threads.shutdownNow();
            open.decrementAndGet();
        }
    }
}
