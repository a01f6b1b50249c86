package io.slipway.emulator.serving;

import io.slipway.container.ContainerExit;
import io.slipway.container.EngineException;
import io.slipway.container.RunningContainer;
import io.slipway.emulator.serving.client.Answer;
import io.slipway.emulator.serving.client.ContainerClient;
import io.slipway.emulator.serving.client.ContainerRequest;
import io.slipway.emulator.serving.client.Undelivered;
import io.slipway.emulator.serving.client.UnreadableBodyException;
import java.io.IOException;
import java.net.InetSocketAddress;
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

    /** What the service gives a container to answer a ping. */
    public static final Duration PING_TIMEOUT = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(ServingContainer.class);
    private static final Duration LIFETIME = Duration.ofDays(36_500);
    private static final Duration GRACE = Duration.ofSeconds(30);
    private static final Duration FIRST_INTERVAL = Duration.ofMillis(20);
    private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(1);
    private static final int OK = 200;

    private final RunningContainer container;
    private final Optional<ContainerClient> client;
    private final CompletableFuture<Optional<ContainerExit>> ended = new CompletableFuture<>();

    private ServingContainer(RunningContainer container, Optional<InetSocketAddress> address) {
        this.container = container;
        this.client = address.map(ContainerClient::new);
        Thread.ofVirtual().name("serving-" + container.id()).start(this::watch);
    }

    /** Takes the container over. One that has ended already is never well. */
    public static ServingContainer of(RunningContainer container) {
        return new ServingContainer(container, address(container));
    }

    private static Optional<InetSocketAddress> address(RunningContainer container) {
        try {
            return Optional.of(container.address(ModelContainers.PORT));
        } catch (EngineException e) {
            LOG.debug("the container has no address", e);
            return Optional.empty();
        }
    }

    /**
     * Sends a request to its HTTP server, as {@link ContainerClient#send} does. What is under way when the container ends
     * breaks off.
     */
    public Answer send(ContainerRequest request, Duration limit)
            throws Undelivered, UnreadableBodyException, InterruptedException {
        if (client.isEmpty()) {
            throw new Undelivered(Undelivered.Stage.NOT_SENT, "the container has no address; it has ended");
        }
        return client.get().send(request, limit);
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
        if (client.isEmpty()) {
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

    public boolean answersPing(Duration limit) throws InterruptedException {
        return ask("/ping", limit).isPresent();
    }

    private boolean answersPing() throws InterruptedException {
        return answersPing(PING_TIMEOUT);
    }

    /** What it says at a path; empty if that is not 200, or does not come in two seconds. */
    public Optional<byte[]> ask(String path) throws InterruptedException {
        return ask(path, PING_TIMEOUT);
    }

    private Optional<byte[]> ask(String path, Duration limit) throws InterruptedException {
        try (Answer answer = send(ContainerRequest.get(path), limit)) {
            byte[] said = answer.body().readAllBytes();
            return answer.status() == OK ? Optional.of(said) : Optional.empty();
        } catch (IOException e) {
            if (Thread.interrupted()) {
                var interrupt = new InterruptedException();
                interrupt.initCause(e);
                throw interrupt;
            }
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
        end(Optional.empty());
    }

    private void watch() {
        Optional<ContainerExit> exit = Optional.empty();
        try {
            exit = Optional.of(container.await(LIFETIME, GRACE));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (EngineException e) {
            LOG.debug("the container went away while it was watched", e);
        } finally {
            end(exit);
        }
    }

    private void end(Optional<ContainerExit> exit) {
        ended.complete(exit);
        client.ifPresent(ContainerClient::close);
    }
}
