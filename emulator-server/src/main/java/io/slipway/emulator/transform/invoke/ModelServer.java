package io.slipway.emulator.transform.invoke;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The HTTP server in a model's container: is it there, and what does it ask for. */
public final class ModelServer {
    public static final int PORT = 8080;

    private static final String NO_PING =
            "AlgorithmError: Model container failed to respond to ping. Please ensure /ping endpoint is implemented and"
                    + " responds with an HTTP 200 status code";
    private static final int OK = 200;
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration FIRST_INTERVAL = Duration.ofMillis(20);
    private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(1);

    private final HttpClient http;
    private final URI root;
    private final CountDownLatch ended;

    private ModelServer(HttpClient http, URI root, CountDownLatch ended) {
        this.http = http;
        this.root = root;
        this.ended = ended;
    }

    /** @param ended opens when the container's process has ended */
    public static ModelServer at(HttpClient http, InetSocketAddress address, CountDownLatch ended) {
        return new ModelServer(http, root(address), ended);
    }

    private static URI root(InetSocketAddress address) {
        String host = address.getAddress() == null
                ? address.getHostString()
                : address.getAddress().getHostAddress();
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort());
    }

    public URI invocations() {
        return root.resolve("/invocations");
    }

    /**
     * Waits until {@code /ping} answers 200.
     *
     * @throws ModelServerException if the container ends before, or the time is over
     */
    public void awaitHealthy(Duration limit) throws ModelServerException, InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        Duration interval = FIRST_INTERVAL;
        while (!answersPing()) {
            if (ended.await(interval.toMillis(), TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
                throw new ModelServerException(NO_PING);
            }
            // Dense while a quick server comes up, sparse for one that loads a model for minutes.
            Duration longer = interval.multipliedBy(6).dividedBy(5);
            interval = longer.compareTo(LONGEST_INTERVAL) < 0 ? longer : LONGEST_INTERVAL;
        }
    }

    public ExecutionParameters executionParameters() throws InterruptedException {
        try {
            HttpResponse<byte[]> response = get("/execution-parameters");
            return response.statusCode() == OK ? ExecutionParameters.parse(response.body()) : ExecutionParameters.NONE;
        } catch (ExecutionException | TimeoutException e) {
            return ExecutionParameters.NONE;
        } catch (IOException e) {
            return ExecutionParameters.NONE;
        }
    }

    private boolean answersPing() throws InterruptedException {
        try {
            return get("/ping").statusCode() == OK;
        } catch (ExecutionException | TimeoutException | IOException e) {
            return false;
        }
    }

    private HttpResponse<byte[]> get(String path)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        HttpRequest request = HttpRequest.newBuilder(root.resolve(path))
                .timeout(REQUEST_TIMEOUT)
                .build();
        return http.sendAsync(request, BodyHandlers.ofByteArray())
                .get(REQUEST_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }
}
