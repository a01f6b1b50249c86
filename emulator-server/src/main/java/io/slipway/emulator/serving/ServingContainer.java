package io.slipway.emulator.serving;

import io.slipway.container.ContainerExit;
import io.slipway.container.EngineException;
import io.slipway.container.RunningContainer;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A container that serves, or is about to. Closing it stops and removes it. */
public final class ServingContainer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ServingContainer.class);
    private static final Duration LIFETIME = Duration.ofDays(36_500);
    private static final Duration GRACE = Duration.ofSeconds(30);
    private static final Duration PING_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration FIRST_INTERVAL = Duration.ofMillis(20);
    private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(1);
    private static final int OK = 200;

    private final RunningContainer container;
    private final Optional<URI> root;
    private final Optional<URI> invocations;
    private final HttpClient http;
    private final CompletableFuture<Optional<ContainerExit>> ended = new CompletableFuture<>();

    private ServingContainer(RunningContainer container, Optional<InetSocketAddress> address, HttpClient http) {
        this.container = container;
        this.root = address.map(ServingContainer::root);
        this.invocations = root.map(uri -> uri.resolve("/invocations"));
        this.http = http;
        Thread.ofVirtual().name("serving-" + container.id()).start(this::watch);
    }

    /**
     * Takes the container over. One that has ended already is never well.
     *
     * @param http for health checks; stays the caller's
     */
    public static ServingContainer of(RunningContainer container, HttpClient http) {
        return new ServingContainer(container, address(container), http);
    }

    private static Optional<InetSocketAddress> address(RunningContainer container) {
        try {
            return Optional.of(container.address(ModelContainers.PORT));
        } catch (EngineException e) {
            LOG.debug("the container has no address", e);
            return Optional.empty();
        }
    }

    private static URI root(InetSocketAddress address) {
        String host = address.getAddress() == null
                ? address.getHostString()
                : address.getAddress().getHostAddress();
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort());
    }

    /** Where a path of its HTTP server is reached from this machine. */
    public URI uri(String path) {
        return root.map(uri -> uri.resolve(path)).orElseThrow(ServingContainer::noAddress);
    }

    public URI invocations() {
        return invocations.orElseThrow(ServingContainer::noAddress);
    }

    private static EngineException noAddress() {
        return new EngineException("the container has no address; it has ended");
    }

    public RunningContainer container() {
        return container;
    }

    public boolean isRunning() {
        return !ended.isDone();
    }

    /** Completes when its process has ended: with how, if that is known. */
    public CompletableFuture<Optional<ContainerExit>> ended() {
        return ended.copy();
    }

    /** Waits until {@code /ping} answers 200; false if the container ends before, or the time is over. */
    public boolean awaitHealthy(Duration limit) throws InterruptedException {
        if (root.isEmpty()) {
            return !endsWithin(ended, limit) && answersPing();
        }
        long deadline = System.nanoTime() + limit.toNanos();
        Duration interval = FIRST_INTERVAL;
        while (!answersPing()) {
            if (endsWithin(ended, interval) || System.nanoTime() > deadline) {
                return false;
            }
            // Dense while a quick server comes up, sparse for one that loads a model for minutes.
            Duration longer = interval.multipliedBy(6).dividedBy(5);
            interval = longer.compareTo(LONGEST_INTERVAL) < 0 ? longer : LONGEST_INTERVAL;
        }
        return true;
    }

    public boolean answersPing() throws InterruptedException {
        return get("/ping").map(answer -> answer.statusCode() == OK).orElse(false);
    }

    /** A quick question; empty if there is no answer in two seconds. */
    public Optional<HttpResponse<byte[]>> get(String path) throws InterruptedException {
        if (root.isEmpty()) {
            return Optional.empty();
        }
        HttpRequest request =
                HttpRequest.newBuilder(uri(path)).timeout(PING_TIMEOUT).build();
        CompletableFuture<HttpResponse<byte[]>> answer = http.sendAsync(request, BodyHandlers.ofByteArray());
        try {
            return Optional.of(answer.get(PING_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException | TimeoutException e) {
            answer.cancel(true);
            return Optional.empty();
        }
    }

    /** Waits for an end that {@link #ended} tells of; false if it does not come in that time. */
    public static boolean endsWithin(CompletableFuture<?> ended, Duration time) throws InterruptedException {
        try {
            ended.get(time.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            return true;
        }
    }

    /** Asks it to end, gives it the time that the service gives, and removes it. */
    public void stop() throws InterruptedException {
        try {
            container.stop(GRACE);
        } catch (EngineException e) {
            LOG.debug("the container could not be asked to end", e);
        } finally {
            close();
        }
    }

    @Override
    public void close() {
        container.close();
        ended.complete(Optional.empty());
    }

    private void watch() {
        try {
            ended.complete(Optional.of(container.await(LIFETIME, GRACE)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (EngineException e) {
            LOG.debug("the container went away while it was watched", e);
        } finally {
            ended.complete(Optional.empty());
        }
    }
}
