package io.slipway.emulator;

import io.slipway.container.simulated.Script;
import io.slipway.container.simulated.SimulatedEngine;
import io.slipway.emulator.config.Setting;
import io.slipway.emulator.simulation.PlayedContainers;
import io.slipway.emulator.wire.Document;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** The whole emulator on a free port, with played containers and a directory of its own. */
final class SimulatedSlipway implements AutoCloseable {

    private final Emulator emulator;
    private final HttpClient client = HttpClient.newHttpClient();

    SimulatedSlipway() {
        this(new PlayedContainers());
    }

    /** @param script what the containers do */
    SimulatedSlipway(Script script) {
        EmulatorConfig config = EmulatorConfig.of(
                Map.of(Setting.PORT, "0", Setting.EPHEMERAL, "true", Setting.ENGINE, "simulated"),
                Path.of("..").toAbsolutePath().normalize());
        emulator = Emulator.start(config, data -> new SimulatedEngine(script));
    }

    Emulator emulator() {
        return emulator;
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + emulator.port() + path);
    }

    HttpResponse<String> send(String operation, String body) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(uri("/"))
                        .header("Content-Type", "application/x-amz-json-1.1")
                        .header("X-Amz-Target", "SageMaker." + operation)
                        .header(
                                "Authorization",
                                "AWS4-HMAC-SHA256 Credential=k/20260101/us-west-2/sagemaker/aws4_request, Signature=0")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    Document call(String operation, Document request) throws IOException, InterruptedException {
        HttpResponse<String> response = send(operation, request.toJson());
        if (response.statusCode() != 200) {
            throw new AssertionError(operation + ": " + response.body());
        }
        return response.body().isEmpty() ? Document.EMPTY : Document.parse(response.body());
    }

    /** Describes a job until it has ended. */
    Document awaitEnd(String kind, String name) throws IOException, InterruptedException {
        Instant end = Instant.now().plus(Duration.ofMinutes(1));
        while (Instant.now().isBefore(end)) {
            Document job = call("Describe" + kind, Document.EMPTY.with(kind + "Name", name));
            if (!List.of("InProgress", "Stopping").contains(job.getString(kind + "Status"))) {
                return job;
            }
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
        throw new AssertionError(kind + " " + name + " did not end");
    }

    /** Unsigned, as {@code curl -T} does. */
    int put(String path, String body) throws IOException, InterruptedException {
        return client.send(
                        HttpRequest.newBuilder(uri(path))
                                .PUT(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
    }

    String get(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString())
                .body();
    }

    @Override
    public void close() {
        client.close();
        emulator.close();
    }
}
