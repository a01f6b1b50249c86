package io.slipway.container.docker;

import com.github.dockerjava.api.exception.NotFoundException;
import io.slipway.container.ContainerNetwork;
import io.slipway.container.EngineException;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A network that the engine may still be making: containers can be created for it, and wait for it before they start. */
final class DockerNetwork implements ContainerNetwork {

    private static final Logger LOG = LoggerFactory.getLogger(DockerNetwork.class);

    private final DockerConnection connection;
    private final String name;
    private final FutureTask<String> gateway;

    /** @param gateway known once the network has been made */
    private DockerNetwork(DockerConnection connection, String name, FutureTask<String> gateway) {
        this.connection = connection;
        this.name = name;
        this.gateway = gateway;
    }

    /** @param making gives the gateway */
    static DockerNetwork opening(DockerConnection connection, String name, Callable<String> making) {
        var gateway = new FutureTask<>(making);
        Thread.ofVirtual().name("network-" + name).start(gateway);
        return new DockerNetwork(connection, name, gateway);
    }

    /** @param id or name of one that is there */
    static DockerNetwork made(DockerConnection connection, String id) {
        var gateway = new FutureTask<>(() -> "");
        gateway.run();
        return new DockerNetwork(connection, id, gateway);
    }

    @Override
    public String id() {
        return name;
    }

    @Override
    public String gateway() {
        try {
            return gateway.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException("Docker was interrupted when it was to open the network " + name, e);
        } catch (ExecutionException e) {
            throw connection.failure("open the network " + name, Objects.requireNonNullElse(e.getCause(), e));
        }
    }

    /** @throws EngineException if it could not be made */
    void awaitMade() {
        gateway();
    }

    @Override
    public boolean exists() {
        awaitMade();
        return connection.call("look up the network", () -> {
            try {
                connection.client().inspectNetworkCmd().withNetworkId(name).exec();
                return true;
            } catch (NotFoundException e) {
                return false;
            }
        });
    }

    boolean isMade() {
        return gateway.isDone();
    }

    /** However it ends. */
    void awaitEnd() {
        Shielded.run(() -> {
            try {
                gateway.get();
            } catch (InterruptedException | ExecutionException e) {
                LOG.debug("the network {} was not made", name, e);
            }
        });
    }

    @Override
    public void close() {
        Shielded.run(() -> {
            try {
                gateway.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException e) {
                // It was never there.
                return;
            }
            remove();
        });
    }

    private void remove() {
        connection.call("remove the network", () -> {
            try {
                return connection.client().removeNetworkCmd(name).exec();
            } catch (NotFoundException e) {
                return null;
            }
        });
    }
}
