package io.slipway.emulator.http;

import io.slipway.emulator.dispatch.Dispatcher;
import io.slipway.emulator.dispatch.Operation;
import io.slipway.emulator.wire.Document;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Optional;

/** A server on a free port, with the operations of a test, and a plain client. */
public final class TestServer implements AutoCloseable {

    public static final String ACCOUNT = "123456789012";

    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpServer server;

    public TestServer(List<Operation> operations, Route... routes) {
        server = new HttpServer(
                new Listener(List.of("127.0.0.1"), 0),
                ACCOUNT,
                new Dispatcher(operations),
                new RecordedStorage(),
                Optional.empty(),
                () -> Document.EMPTY.with("ready", true),
                List.of(routes));
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    public int port() {
        return server.port();
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri().resolve(path));
    }

    public HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    public HttpResponse<byte[]> sendForBytes(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    /** Calls an operation of SageMaker as a client without an SDK does. */
    public HttpResponse<String> call(String operation, String body) throws IOException, InterruptedException {
        return send(request("/")
                .header("Content-Type", "application/x-amz-json-1.1")
                .header("X-Amz-Target", "SageMaker." + operation)
                .POST(BodyPublishers.ofString(body)));
    }

    @Override
    public void close() {
        server.close();
        client.close();
    }
}
