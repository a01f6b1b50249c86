package io.slipway.emulator.endpoints.invoke;

import io.slipway.emulator.endpoints.fleet.Replica;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Posts to containers over kept connections; callers wait on their own threads, which should be virtual ones. */
public final class ContainerClient implements AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration IDLE_CONNECTION = Duration.ofMinutes(65);
    private static final Duration IDLE_DESTINATION = Duration.ofMinutes(10);
    private static final int MOST_CONNECTIONS = 16_384;
    private static final int HEADERS = 16 << 10;
    private static final int MOST_THREADS = 32;

    private final HttpClient http;

    private ContainerClient(HttpClient http) {
        this.http = http;
    }

    public static ContainerClient start() {
        HttpClient http = new HttpClient(new HttpClientTransportOverHTTP(1));
        var threads = new QueuedThreadPool(MOST_THREADS, 2);
        threads.setName("invocations");
        http.setExecutor(threads);
        http.setConnectTimeout(CONNECT_TIMEOUT.toMillis());
        http.setIdleTimeout(IDLE_CONNECTION.toMillis());
        http.setDestinationIdleTimeout(IDLE_DESTINATION.toMillis());
        http.setMaxConnectionsPerDestination(MOST_CONNECTIONS);
        http.setMaxRequestsQueuedPerDestination(MOST_CONNECTIONS);
        http.setMaxResponseHeadersSize(HEADERS);
        http.setFollowRedirects(false);
        http.setUserAgentField(null);
        http.setDefaultRequestContentType(null);
        http.setHttpCookieStore(new HttpCookieStore.Empty());
        try {
            http.start();
        } catch (Exception e) {
            throw new IllegalStateException("the client of the containers does not start", e);
        }
        // Containers are to be seen as they are: no redirect is followed, nothing inflated.
        http.getProtocolHandlers().clear();
        http.getContentDecoderFactories().clear();
        return new ContainerClient(http);
    }

    /** Waits for the whole answer. */
    WholeAnswer post(URI uri, Outgoing outgoing, Replica replica, Duration limit)
            throws Undelivered, InterruptedException {
        var exchange = new WholeExchange();
        Request request = request(uri, outgoing, exchange.begun(), limit);
        Replica.Registration onEnd = replica.onEnd(() -> abort(request, new ReplicaEnded()));
        try {
            request.send(exchange);
            return exchange.await();
        } catch (InterruptedException e) {
            abort(request, e);
            throw e;
        } finally {
            onEnd.close();
        }
    }

    /**
     * Waits for the beginning of the answer.
     *
     * @param limit of the whole exchange, its body included
     */
    StreamedAnswer open(URI uri, Outgoing outgoing, Replica replica, Duration limit)
            throws Undelivered, InterruptedException {
        var exchange = new StreamedExchange();
        Request request = request(uri, outgoing, exchange.begun(), limit);
        exchange.abortedBy(replica.onEnd(() -> abort(request, new ReplicaEnded())));
        request.send(exchange);
        try {
            return exchange.await(limit);
        } catch (InterruptedException e) {
            abort(request, e);
            throw e;
        }
    }

    private Request request(URI uri, Outgoing outgoing, Request.BeginListener begun, Duration limit) {
        return http.newRequest(uri)
                .method(HttpMethod.POST)
                .headers(outgoing::addTo)
                .body(outgoing.body().get())
                .timeout(Math.max(1, limit.toMillis()), TimeUnit.MILLISECONDS)
                .onRequestBegin(begun);
    }

    private static void abort(Request request, Throwable cause) {
        var unused = request.abort(cause);
    }

    /** Not an answer but the end of the container came. */
    private static final class ReplicaEnded extends Exception {
        private static final long serialVersionUID = 1L;

        ReplicaEnded() {
            super("the container has ended", null, false, false);
        }
    }

    static Undelivered failure(boolean begun, boolean answered, Throwable cause) {
        Throwable root = cause instanceof ExecutionException && cause.getCause() != null ? cause.getCause() : cause;
        if (!begun) {
            return new Undelivered(Undelivered.Stage.NOT_SENT, root);
        }
        if (root instanceof TimeoutException) {
            return new Undelivered(Undelivered.Stage.TIMED_OUT, root);
        }
        return new Undelivered(answered ? Undelivered.Stage.INCOMPLETE : Undelivered.Stage.BROKEN, root);
    }

    @Override
    public void close() {
        try {
            http.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the client of the containers does not stop", e);
        }
    }
}
