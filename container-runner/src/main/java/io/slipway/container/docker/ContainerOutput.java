package io.slipway.container.docker;

import com.github.dockerjava.transport.DockerHttpClient;
import io.slipway.container.EngineException;
import io.slipway.container.LogLine;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a container prints, from its first byte on: attached before it starts. The engine's own log is not used: its
 * followers can miss the last lines (Docker before 23.0), and writing it line by line is slow enough for the engine to
 * cut it off under load.
 *
 * <p>Frames: {@code [stream, 0, 0, 0, size as 4 bytes, big endian] bytes}
 * (https://docs.docker.com/reference/api/engine/version/v1.41/, "ContainerAttach").
 */
final class ContainerOutput {

    private static final int STANDARD_ERROR = 2;

    private final DockerConnection connection;
    private final String container;
    private final InstantSource clock;
    private final DockerHttpClient.Response response;
    private final OutputBuffer buffer = new OutputBuffer();
    private final CompletableFuture<@Nullable Void> drained = new CompletableFuture<>();
    private final AtomicBoolean followed = new AtomicBoolean();
    private Instant time = Instant.EPOCH;

    private ContainerOutput(
            DockerConnection connection, String container, InstantSource clock, DockerHttpClient.Response response) {
        this.connection = connection;
        this.container = container;
        this.clock = clock;
        this.response = response;
    }

    static ContainerOutput attach(DockerConnection connection, String container, InstantSource clock) {
        var request = DockerHttpClient.Request.builder()
                .method(DockerHttpClient.Request.Method.POST)
                .path("/containers/" + container + "/attach?stream=true&stdout=true&stderr=true")
                .build();
        return connection.call("attach to the container", () -> {
            DockerHttpClient.Response response = connection.http().execute(request);
            if (response.getStatusCode() != 200) {
                throw new EngineException("Docker could not attach to the container: " + refusal(response));
            }
            var output = new ContainerOutput(connection, container, clock, response);
            Thread.ofPlatform().daemon().name("container-output-" + container).start(output::read);
            return output;
        });
    }

    private static String refusal(DockerHttpClient.Response response) {
        try (response) {
            return Reasons.ofBody(new String(response.getBody().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            return "status " + response.getStatusCode();
        }
    }

    private void read() {
        try (response) {
            read(response.getBody());
            buffer.finish(Optional.empty());
        } catch (IOException | RuntimeException e) {
            buffer.finish(Optional.of(connection.failure("give the container's output", e)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read(InputStream body) throws IOException, InterruptedException {
        var frames = new DataInputStream(new BufferedInputStream(body, 1 << 16));
        for (int stream = frames.read(); stream >= 0; stream = frames.read()) {
            frames.skipNBytes(3);
            byte[] bytes = new byte[frames.readInt()];
            frames.readFully(bytes);
            buffer.put(new OutputBuffer.Chunk(clock.instant(), stream == STANDARD_ERROR, bytes));
        }
    }

    /** @return false if it was followed before */
    boolean follow(Consumer<LogLine> sink) {
        if (!followed.compareAndSet(false, true)) {
            return false;
        }
        buffer.expectReader();
        Thread.ofPlatform().daemon().name("container-log-" + container).start(() -> deliver(sink));
        return true;
    }

    private void deliver(Consumer<LogLine> sink) {
        Consumer<String> lines = text -> sink.accept(new LogLine(time, text));
        var output = new LineSplitter(lines);
        var errors = new LineSplitter(lines);
        try {
            for (var next = buffer.take(); next.isPresent(); next = buffer.take()) {
                OutputBuffer.Chunk chunk = next.get();
                time = chunk.time();
                (chunk.error() ? errors : output).feed(chunk.bytes());
            }
            output.finish();
            errors.finish();
            drained.complete(null);
        } catch (RuntimeException e) {
            buffer.discard();
            drained.completeExceptionally(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    boolean isFollowed() {
        return followed.get();
    }

    /** Ends when every line was delivered; fails with what the sink threw or with the engine's failure. */
    CompletableFuture<@Nullable Void> drained() {
        return drained;
    }

    /** Somebody waits for the container without having asked for its output: it must not hold the container back. */
    void expectNoReader() {
        if (!followed.get()) {
            buffer.expectNoReader();
        }
    }

    /** The engine gives a container that has ended little time to hand over what is left, so all of it is taken. */
    void containerEnded() {
        buffer.liftLimit();
    }

    /** No further line is delivered. */
    void close() {
        buffer.discard();
        response.close();
    }
}
