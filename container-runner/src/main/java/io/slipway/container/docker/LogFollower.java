package io.slipway.container.docker;

import com.github.dockerjava.transport.DockerHttpClient;
import io.slipway.container.EngineException;
import io.slipway.container.LogLine;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a container's log from its first line to its end. The sink is called on the reading thread, so a slow one holds
 * back the engine's stream and nothing is queued here.
 *
 * <p>Frames: {@code [stream, 0, 0, 0, size as 4 bytes, big endian] bytes}
 * (https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Container/operation/ContainerAttach).
 */
final class LogFollower {

    private static final int STANDARD_ERROR = 2;

    private final DockerConnection connection;
    private final String container;
    private final InstantSource clock;
    private final Consumer<LogLine> sink;
    private final CompletableFuture<@Nullable Void> drained = new CompletableFuture<>();
    private volatile DockerHttpClient.@Nullable Response response;
    private volatile boolean closed;

    LogFollower(DockerConnection connection, String container, InstantSource clock, Consumer<LogLine> sink) {
        this.connection = connection;
        this.container = container;
        this.clock = clock;
        this.sink = sink;
    }

    void start() {
        Thread.ofPlatform().daemon().name("container-log-" + container).start(this::run);
    }

    /** Ends when every line was delivered; fails with what the sink threw or with the engine's failure. */
    CompletableFuture<@Nullable Void> drained() {
        return drained;
    }

    /** No further line is delivered. */
    void close() {
        closed = true;
        DockerHttpClient.Response open = response;
        if (open != null) {
            open.close();
        }
    }

    private void run() {
        var request = DockerHttpClient.Request.builder()
                .method(DockerHttpClient.Request.Method.GET)
                .path("/containers/" + container + "/logs?follow=true&stdout=true&stderr=true")
                .build();
        try (DockerHttpClient.Response opened = connection.http().execute(request)) {
            response = opened;
            if (opened.getStatusCode() != 200) {
                String body = new String(opened.getBody().readAllBytes(), StandardCharsets.UTF_8);
                throw new EngineException("Docker could not give the log: " + Reasons.ofBody(body));
            }
            read(opened.getBody());
            drained.complete(null);
        } catch (SinkFailure e) {
            drained.completeExceptionally(e.getCause());
        } catch (IOException | RuntimeException e) {
            drained.completeExceptionally(connection.failure("give the log", e));
        }
    }

    private void read(InputStream body) throws IOException {
        var output = new LineSplitter(this::deliver);
        var errors = new LineSplitter(this::deliver);
        var frames = new DataInputStream(new BufferedInputStream(body, 1 << 16));
        byte[] bytes = new byte[1 << 14];
        for (int stream = frames.read(); stream >= 0; stream = frames.read()) {
            frames.skipNBytes(3);
            LineSplitter lines = stream == STANDARD_ERROR ? errors : output;
            int left = frames.readInt();
            while (left > 0) {
                int count = Math.min(left, bytes.length);
                frames.readFully(bytes, 0, count);
                lines.feed(bytes, count);
                left -= count;
            }
        }
        output.finish();
        errors.finish();
    }

    private void deliver(String text) {
        if (closed) {
            return;
        }
        try {
            sink.accept(new LogLine(clock.instant(), text));
        } catch (RuntimeException e) {
            throw new SinkFailure(e);
        }
    }

    private static final class SinkFailure extends RuntimeException {

        private static final long serialVersionUID = 1L;

        SinkFailure(RuntimeException cause) {
            super(cause);
        }
    }
}
