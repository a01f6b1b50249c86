package io.slipway.container.docker;

import com.github.dockerjava.api.command.CreateNetworkCmd;
import com.github.dockerjava.api.model.Network;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Bridge networks of the engine. */
final class DockerNetworks {

    /** Where containers of Docker Desktop reach the host (https://docs.docker.com/desktop/features/networking/). */
    private static final String DESKTOP_GATEWAY = "192.168.65.254";

    private final DockerConnection connection;

    /** Those that were in the making lately. */
    private final Queue<DockerNetwork> young = new ConcurrentLinkedQueue<>();

    DockerNetworks(DockerConnection connection) {
        this.connection = connection;
    }

    DockerNetwork open(String name, Map<String, String> labels, boolean internal, boolean desktop) {
        return opening(name, () -> {
            String id = create(request(name, labels).withInternal(internal));
            if (internal) {
                return "";
            }
            return desktop ? DESKTOP_GATEWAY : gateway(id);
        });
    }

    /** The bridge gets no address: over that, containers of an internal network reach every port of this machine. */
    DockerNetwork openSealed(String name, Map<String, String> labels) {
        return opening(name, () -> {
            create(sealed(name, labels));
            return "";
        });
    }

    private CreateNetworkCmd sealed(String name, Map<String, String> labels) {
        return request(name, labels)
                .withInternal(true)
                .withOptions(Map.of("com.docker.network.bridge.inhibit_ipv4", "true"));
    }

    private DockerNetwork opening(String name, Callable<String> making) {
        var network = DockerNetwork.opening(connection, name, making);
        young.removeIf(DockerNetwork::isMade);
        young.add(network);
        return network;
    }

    /** Returns when no network is in the making. */
    void settle() {
        young.forEach(DockerNetwork::awaitEnd);
    }

    /** A sealed network of one container and its {@link Relay}. */
    DockerNetwork openRelayed(String name, Map<String, String> labels) {
        return DockerNetwork.made(connection, create(sealed(name, labels)));
    }

    /**
     * A network whose containers reach nothing but this machine, and are reached from here. Ports of an internal network cannot be
     * published; where that is needed, packets go out under an address to which no answer comes back.
     */
    DockerNetwork openIsolated(String name, Map<String, String> labels, boolean direct) {
        CreateNetworkCmd request = request(name, labels);
        String id = create(
                direct
                        ? request.withInternal(true)
                        : request.withOptions(Map.of("com.docker.network.bridge.enable_ip_masquerade", "false")));
        return DockerNetwork.made(connection, id);
    }

    String standardGateway(boolean desktop) {
        return desktop ? DESKTOP_GATEWAY : gateway("bridge");
    }

    private CreateNetworkCmd request(String name, Map<String, String> labels) {
        return connection
                .client()
                .createNetworkCmd()
                .withName(name)
                .withDriver("bridge")
                .withCheckDuplicate(true)
                .withLabels(labels);
    }

    private String create(CreateNetworkCmd request) {
        return connection.call(
                "open the network " + request.getName(), () -> request.exec().getId());
    }

    private String gateway(String network) {
        Network found = connection.call(
                "look up the network " + network,
                () -> connection
                        .client()
                        .inspectNetworkCmd()
                        .withNetworkId(network)
                        .exec());
        List<Network.Ipam.Config> blocks =
                Objects.requireNonNullElse(found.getIpam().getConfig(), List.of());
        for (Network.Ipam.Config block : blocks) {
            String gateway = block.getGateway();
            if (gateway != null && !gateway.contains(":")) {
                return gateway;
            }
        }
        // A bridge that was never given a gateway takes the first address of its block.
        for (Network.Ipam.Config block : blocks) {
            String subnet = block.getSubnet();
            if (subnet != null && subnet.contains(".0/")) {
                return subnet.substring(0, subnet.indexOf(".0/")) + ".1";
            }
        }
        return "";
    }
}
