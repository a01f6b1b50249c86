package io.slipway.container.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.api.model.WaitResponse;
import io.slipway.container.ContainerExit;
import io.slipway.container.EngineException;
import io.slipway.container.LogLine;
import io.slipway.container.Mount;
import io.slipway.container.RunningContainer;
import io.slipway.container.Usage;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

final class DockerContainer implements RunningContainer {

    private static final Duration LONGEST = Duration.ofDays(36_500);

    /** For a process that was killed. */
    private static final Duration DEATH = Duration.ofMinutes(1);

    /** An end that was asked for; it counts only if the container still ran when the engine passed it on. */
    private record Ending(ContainerExit exit, CompletableFuture<Boolean> accepted) {}

    private final DockerConnection connection;
    private final String id;
    private final Optional<String> relay;
    private final EngineTraits traits;
    private final ContainerOutput output;
    private final SharedDirectories shared;
    private final ContainerUsage usage;
    private final Undo undo;
    private final CompletableFuture<Integer> exitCode = new CompletableFuture<>();
    private final AtomicReference<@Nullable Ending> ending = new AtomicReference<>();

    /**
     * @param relay through which its ports are reached, if they are not its own; when it ends, the container counts as lost
     * @param shared what is read here rather than through the engine, once nothing in the container runs any more
     * @param undo removes the container and what was made for it
     */
    DockerContainer(
            DockerConnection connection,
            String id,
            Optional<String> relay,
            EngineTraits traits,
            ContainerOutput output,
            SharedDirectories shared,
            ContainerUsage usage,
            Undo undo) {
        this.connection = connection;
        this.id = id;
        this.relay = relay;
        this.traits = traits;
        this.output = output;
        this.shared = shared;
        this.usage = usage;
        this.undo = undo;
        watch();
    }

    private void watch() {
        var answer = new Completion<WaitResponse>(response -> exitCode.complete(response.getStatusCode()));
        var unused = answer.done().whenComplete((nothing, failure) -> {
            Throwable cause = failure == null ? new EngineException("Docker went away while a container ran") : failure;
            exitCode.completeExceptionally(connection.failure("wait for the container", cause));
            output.containerEnded();
        });
        connection.client().waitContainerCmd(id).exec(answer);
        relay.ifPresent(this::watchRelay);
    }

    /** Without its relay nobody reaches it any more, whatever it does. */
    private void watchRelay(String beside) {
        var answer = new Completion<WaitResponse>(response ->
                exitCode.completeExceptionally(new EngineException("the relay of the container " + id + " has ended")));
        connection.client().waitContainerCmd(beside).exec(answer);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public void follow(Consumer<LogLine> sink) {
        if (!output.follow(sink)) {
            throw new IllegalStateException("the container is followed already");
        }
        var unused = output.drained().whenComplete((nothing, failure) -> {
            if (failure != null) {
                exitCode.completeExceptionally(failure);
            }
        });
    }

    @Override
    public ContainerExit await(Duration limit, Duration grace) throws InterruptedException {
        output.expectNoReader();
        if (!ended(limit)) {
            end(new ContainerExit.TimedOut(), grace);
        }
        int code = get(exitCode);
        if (output.isFollowed()) {
            get(output.drained());
        }
        Ending asked = ending.get();
        if (asked != null && get(asked.accepted())) {
            return asked.exit();
        }
        return code != 0 && outOfMemory() ? new ContainerExit.OutOfMemory() : new ContainerExit.Exited(code);
    }

    @Override
    public void stop(Duration grace) throws InterruptedException {
        end(new ContainerExit.Stopped(), grace);
    }

    private void end(ContainerExit exit, Duration grace) throws InterruptedException {
        var asked = new Ending(exit, new CompletableFuture<>());
        if (ending.compareAndSet(null, asked)) {
            try {
                asked.accepted().complete(!exitCode.isDone() && terminate());
            } finally {
                asked.accepted().complete(false);
            }
        }
        if (ended(grace)) {
            return;
        }
        signal("SIGKILL");
        if (!ended(DEATH)) {
            throw new EngineException("the container " + id + " did not end though it was killed");
        }
    }

    /** Whether the container still ran. */
    private boolean terminate() {
        return (traits.direct() && MainProcess.terminate(id, pid())) || signal("SIGTERM");
    }

    /** As the engine counts processes; 0 if none runs any more. */
    private long pid() {
        return connection.call("look at the container", () -> {
            try {
                Long pid = connection
                        .client()
                        .inspectContainerCmd(id)
                        .exec()
                        .getState()
                        .getPidLong();
                return pid == null ? 0 : pid;
            } catch (NotFoundException e) {
                return 0L;
            }
        });
    }

    /** Whether the container still ran. */
    private boolean signal(String signal) {
        return connection.call("stop the container", () -> {
            try {
                connection.client().killContainerCmd(id).withSignal(signal).exec();
                return true;
            } catch (ConflictException | NotFoundException e) {
                return false;
            }
        });
    }

    /** Whether the container ended within the time. */
    private boolean ended(Duration time) throws InterruptedException {
        Duration bounded = time.compareTo(LONGEST) > 0 ? LONGEST : time;
        try {
            exitCode.get(bounded.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            return true;
        }
    }

    private <T> T get(Future<T> result) throws InterruptedException {
        try {
            return result.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof EngineException failure) {
                throw failure;
            }
            throw new EngineException("the container's log could not be kept: " + Reasons.of(e), e);
        }
    }

    private boolean outOfMemory() throws InterruptedException {
        InspectContainerResponse.ContainerState state = inspect().getState();
        if ("removing".equals(state.getStatus()) || "dead".equals(state.getStatus())) {
            throw removedFromOutside();
        }
        return new MemoryKills(connection).happened(id, state);
    }

    private InspectContainerResponse inspect() {
        return inspect(id);
    }

    private InspectContainerResponse inspect(String container) {
        return connection.call("look at the container", () -> {
            try {
                return connection.client().inspectContainerCmd(container).exec();
            } catch (NotFoundException e) {
                throw removedFromOutside();
            }
        });
    }

    private EngineException removedFromOutside() {
        return new EngineException("the container " + id + " was removed from outside");
    }

    @Override
    public InetSocketAddress address(int port) {
        var network = inspect(relay.orElse(id)).getNetworkSettings();
        if (traits.direct()) {
            return network.getNetworks().entrySet().stream()
                    .filter(joined -> relay.isEmpty() || joined.getKey().equals("bridge"))
                    .map(Map.Entry::getValue)
                    .map(joined -> joined.getIpAddress())
                    .filter(address -> address != null && !address.isEmpty())
                    .findFirst()
                    .map(address -> new InetSocketAddress(address, port))
                    .orElseThrow(
                            () -> new EngineException("the container " + id + " has no address; it may have ended"));
        }
        Map<ExposedPort, Ports.Binding[]> published = network.getPorts().getBindings();
        Ports.Binding[] bindings = published.get(ExposedPort.tcp(port));
        if (bindings == null || bindings.length == 0) {
            throw new EngineException("port " + port + " of the container " + id + " is not published");
        }
        return new InetSocketAddress(traits.reachedAt(), Integer.parseInt(bindings[0].getHostPortSpec()));
    }

    @Override
    public Optional<InputStream> copyOut(String directory) {
        try {
            Optional<InputStream> here = hasEnded() ? shared.directory(directory) : Optional.empty();
            return here.isPresent() ? here : new ContainerArchive(connection).directory(id, directory);
        } catch (IOException e) {
            throw new EngineException(directory + " of the container cannot be read: " + Reasons.of(e), e);
        }
    }

    @Override
    public Optional<Usage> usage() throws InterruptedException {
        return usage.read();
    }

    @Override
    public void copyIn(Path source, String target) {
        var files = new InitialEntries(List.of(), List.of(new Mount(source, target, Mount.Mode.READ_ONLY)));
        new ContainerArchive(connection).put(id, new TarStream(files));
    }

    @Override
    public Optional<byte[]> readFile(String path, int maximumBytes) {
        try {
            Optional<byte[]> here = hasEnded() ? shared.file(path, maximumBytes) : Optional.empty();
            return here.isPresent() ? here : new ContainerArchive(connection).file(id, path, maximumBytes);
        } catch (IOException e) {
            throw new EngineException(path + " of the container cannot be read: " + Reasons.of(e), e);
        }
    }

    private boolean hasEnded() {
        return exitCode.isDone() && !exitCode.isCompletedExceptionally();
    }

    @Override
    public void close() {
        undo.run();
    }
}
