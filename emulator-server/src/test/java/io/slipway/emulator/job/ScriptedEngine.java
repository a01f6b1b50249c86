package io.slipway.emulator.job;

import io.slipway.container.ContainerExit;
import io.slipway.container.ContainerNetwork;
import io.slipway.container.ContainerSpec;
import io.slipway.container.EngineException;
import io.slipway.container.EngineInfo;
import io.slipway.container.InitialFile;
import io.slipway.container.LogLine;
import io.slipway.container.RunningContainer;
import io.slipway.container.Usage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** An engine whose containers do what a test says. */
public final class ScriptedEngine implements ImagelessEngine {

    /** What the process of a container does; its result is the exit code. */
    @FunctionalInterface
    public interface Script {
        int run(Container container) throws InterruptedException;
    }

    public final List<Container> started = new CopyOnWriteArrayList<>();
    public final List<Container> closed = new CopyOnWriteArrayList<>();
    public volatile Script script = container -> 0;
    public volatile Optional<Usage> usage = Optional.empty();

    /** Which containers do not come up. */
    public volatile Predicate<ContainerSpec> broken = spec -> false;

    private final boolean gpus;

    /** On a machine without GPUs. */
    public ScriptedEngine() {
        this(false);
    }

    public ScriptedEngine(boolean gpus) {
        this.gpus = gpus;
    }

    @Override
    public EngineInfo describe() {
        return new EngineInfo("scripted", "1", 2, 8L << 30, "172.17.0.1", gpus);
    }

    @Override
    public ContainerNetwork openNetwork(String name, Map<String, String> labels, boolean internal) {
        return new ContainerNetwork() {
            @Override
            public String id() {
                return name;
            }

            @Override
            public String gateway() {
                return "";
            }

            @Override
            public boolean exists() {
                return true;
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public RunningContainer start(ContainerSpec spec) {
        if (broken.test(spec)) {
            throw new EngineException("there is no room for " + spec.hostname());
        }
        var container = new Container(spec);
        started.add(container);
        Thread.startVirtualThread(container.process);
        return container;
    }

    public final class Container implements RunningContainer {

        public final ContainerSpec spec;
        public final NavigableMap<String, String> files = new ConcurrentSkipListMap<>();

        /** When files were written; now if it is not said. */
        public final Map<String, Instant> times = new ConcurrentHashMap<>();

        private final Script does = script;
        private final CountDownLatch stopRequested = new CountDownLatch(1);
        private final CountDownLatch followed = new CountDownLatch(1);
        private final FutureTask<Integer> process = new FutureTask<>(() -> does.run(this));
        private volatile Consumer<LogLine> sink = line -> {};
        private volatile boolean stopped;

        private Container(ContainerSpec spec) {
            this.spec = spec;
            for (InitialFile file : spec.files()) {
                if (file instanceof InitialFile.RegularFile regular) {
                    files.put(regular.path(), regular.content());
                }
            }
        }

        public void print(String line) throws InterruptedException {
            followed.await();
            sink.accept(new LogLine(Instant.now(), line));
        }

        /** Returns when somebody wants the container to end. */
        public void awaitStop() throws InterruptedException {
            stopRequested.await();
        }

        @Override
        public String id() {
            return spec.name();
        }

        @Override
        public void follow(Consumer<LogLine> lines) {
            sink = lines;
            followed.countDown();
        }

        @Override
        public ContainerExit await(Duration limit, Duration grace) throws InterruptedException {
            try {
                int code = process.get(Math.min(limit.toMillis(), 60_000), TimeUnit.MILLISECONDS);
                return stopped ? new ContainerExit.Stopped() : new ContainerExit.Exited(code);
            } catch (CancellationException e) {
                return new ContainerExit.Stopped();
            } catch (TimeoutException e) {
                stop(grace);
                return new ContainerExit.TimedOut();
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void stop(Duration grace) throws InterruptedException {
            if (process.isDone()) {
                return;
            }
            stopped = true;
            stopRequested.countDown();
            try {
                process.get(grace.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                process.cancel(true);
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public InetSocketAddress address(int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<InputStream> copyOut(String directory) {
            var bytes = new ByteArrayOutputStream();
            try (var tar = new TarArchiveOutputStream(bytes)) {
                for (Map.Entry<String, String> file : files.entrySet()) {
                    if (file.getKey().startsWith(directory + "/")) {
                        byte[] content = file.getValue().getBytes(StandardCharsets.UTF_8);
                        var entry = new TarArchiveEntry(file.getKey().substring(directory.length() + 1));
                        entry.setSize(content.length);
                        entry.setLastModifiedTime(FileTime.from(times.getOrDefault(file.getKey(), Instant.now())));
                        tar.putArchiveEntry(entry);
                        tar.write(content);
                        tar.closeArchiveEntry();
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return Optional.of(new ByteArrayInputStream(bytes.toByteArray()));
        }

        @Override
        public Optional<Usage> usage() {
            return usage;
        }

        @Override
        public void copyIn(Path source, String target) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<byte[]> readFile(String path, int maximumBytes) {
            return Optional.ofNullable(files.get(path)).map(text -> text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void close() {
            process.cancel(true);
            closed.add(this);
        }
    }
}
