package io.slipway.emulator.transform;

import io.slipway.container.ContainerNetwork;
import io.slipway.container.EngineException;
import io.slipway.container.RunningContainer;
import io.slipway.emulator.transform.invoke.ExecutionParameters;
import io.slipway.emulator.transform.invoke.InvocationClient;
import io.slipway.emulator.transform.invoke.ModelServer;
import io.slipway.emulator.transform.invoke.ModelServerException;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A model's container that runs for a job. Closing it stops and removes it. */
final class HostedModel implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HostedModel.class);

    private static final Duration STARTUP = Duration.ofMinutes(30);
    private static final Duration LIFETIME = Duration.ofDays(28);
    private static final Duration GRACE = Duration.ofSeconds(30);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private final RunningContainer container;
    private final Optional<ContainerNetwork> network;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .executor(threads)
            .build();
    private final ModelServer server;

    private HostedModel(RunningContainer container, Optional<ContainerNetwork> network, InetSocketAddress address) {
        this.container = container;
        this.network = network;
        this.server = ModelServer.at(http, address, ended);
        threads.execute(this::watch);
    }

    /** Takes the container over, even when it fails. */
    static HostedModel of(RunningContainer container, Optional<ContainerNetwork> network) {
        try {
            return new HostedModel(container, network, container.address(ModelServer.PORT));
        } catch (RuntimeException e) {
            container.close();
            throw e;
        }
    }

    /** Waits until it serves, and asks it how it wants to be fed. */
    ExecutionParameters awaitServing() throws ModelServerException, InterruptedException {
        server.awaitHealthy(STARTUP);
        return server.executionParameters();
    }

    InvocationClient client(InvocationClient.RequestHeaders headers, InvocationClient.Limits limits, Path spool) {
        return new InvocationClient(List.of(server.invocations()), headers, limits, spool, this::isRunning);
    }

    boolean isRunning() {
        return ended.getCount() > 0;
    }

    @Override
    public void close() {
        container.close();
        network.ifPresent(ContainerNetwork::close);
        http.shutdownNow();
        threads.shutdownNow();
        http.close();
        threads.close();
    }

    private void watch() {
        try {
            container.await(LIFETIME, GRACE);
        } catch (InterruptedException e) {
            // The job is over; nobody asks any more.
            Thread.currentThread().interrupt();
        } catch (EngineException e) {
            LOG.debug("the container went away while it was watched", e);
        } finally {
            ended.countDown();
        }
    }
}
