package io.slipway.container.docker;

import com.github.dockerjava.api.exception.NotFoundException;
import io.slipway.container.ContainerNetwork;

final class DockerNetwork implements ContainerNetwork {

    private final DockerConnection connection;
    private final String id;
    private final String gateway;

    DockerNetwork(DockerConnection connection, String id, String gateway) {
        this.connection = connection;
        this.id = id;
        this.gateway = gateway;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String gateway() {
        return gateway;
    }

    @Override
    public void close() {
        Shielded.run(() -> connection.call("remove the network", () -> {
            try {
                return connection.client().removeNetworkCmd(id).exec();
            } catch (NotFoundException e) {
                return null;
            }
        }));
    }
}
