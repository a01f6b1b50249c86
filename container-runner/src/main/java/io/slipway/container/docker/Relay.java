package io.slipway.container.docker;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import io.slipway.container.ContainerSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to the ports of an isolated container: another container beside it, in its sealed network as well as in the engine's
 * ordinary one, that carries connections in and none out. A bridge of which this machine has an address would carry them both
 * ways, as the firewall lets containers reach the machine itself.
 */
final class Relay {

    /** Label of a relay: the identifier of the container that it leads to. */
    static final String LEADS_TO = "slipway.relay";

    /** Under which the container is found in its network. */
    static final String ALIAS = "isolated";

    /** What Slipway's own images stand on; it has Perl. */
    private static final String IMAGE = "debian:bookworm-slim";

    /** A process a connection; arguments: the host to lead to, and the ports. */
    private static final String PROGRAM = """
            use strict;
            use IO::Select;
            use IO::Socket::INET;
            use Socket qw(IPPROTO_TCP TCP_NODELAY);
            my ($host, @ports) = @ARGV;
            $SIG{CHLD} = $SIG{PIPE} = 'IGNORE';
            my $listening = IO::Select->new(
                map { IO::Socket::INET->new(LocalPort => $_, Listen => 1024, ReuseAddr => 1) or die } @ports);
            while (1) {
                for my $listener ($listening->can_read) {
                    my $client = $listener->accept or next;
                    if (fork) { close $client; next; }
                    my $server = IO::Socket::INET->new(PeerAddr => $host, PeerPort => $listener->sockport) or exit;
                    setsockopt($_, IPPROTO_TCP, TCP_NODELAY, 1) for ($client, $server);
                    my %other = ($client => $server, $server => $client);
                    my $open = IO::Select->new($client, $server);
                    while ($open->count) {
                        for my $from ($open->can_read) {
                            my $count = sysread($from, my $data, 65536);
                            defined $count or exit;
                            if (!$count) { $open->remove($from); shutdown($other{$from}, 1); next; }
                            for (my $done = 0; $done < $count;) {
                                $done += syswrite($other{$from}, $data, $count - $done, $done) || exit;
                            }
                        }
                    }
                    exit;
                }
            }
            """;

    private static final Logger log = LoggerFactory.getLogger(Relay.class);

    private final DockerConnection connection;
    private final EngineTraits traits;

    Relay(DockerConnection connection, EngineTraits traits) {
        this.connection = connection;
        this.traits = traits;
    }

    /** Whether there is what it runs on. */
    boolean isPossible() {
        return connection.call("find the image " + IMAGE, () -> {
            try {
                connection.client().inspectImageCmd(IMAGE).exec();
                return true;
            } catch (NotFoundException e) {
                log.warn(
                        "The engine has no {}: isolated containers that serve will reach the ports of this machine.",
                        IMAGE);
                return false;
            }
        });
    }

    /**
     * Makes the relay of a container.
     *
     * @return its identifier
     */
    String create(ContainerSpec spec, String container) {
        return connection.call("create the relay of " + spec.name(), () -> {
            Map<String, String> labels = new HashMap<>(spec.labels());
            labels.put(LEADS_TO, container);
            CreateContainerCmd command = connection
                    .client()
                    .createContainerCmd(IMAGE)
                    .withName(spec.name() + "-relay")
                    .withLabels(labels)
                    .withEntrypoint(Stream.concat(
                                    Stream.of("perl", "-e", PROGRAM, ALIAS),
                                    spec.ports().stream().map(String::valueOf))
                            .toList())
                    .withExposedPorts(
                            spec.ports().stream().map(ExposedPort::tcp).toList())
                    .withHostConfig(host(spec.ports()));
            return command.exec().getId();
        });
    }

    private HostConfig host(List<Integer> ports) {
        HostConfig host = HostConfig.newHostConfig()
                .withNetworkMode("bridge")
                .withLogConfig(new LogConfig(LogConfig.LoggingType.NONE))
                .withReadonlyRootfs(true)
                .withCapDrop(Capability.ALL)
                .withSysctls(Map.of("net.ipv4.ip_forward", "0"));
        return traits.direct()
                ? host
                : host.withPortBindings(ports.stream()
                        .map(port -> new PortBinding(Ports.Binding.bindIp(traits.publishOn()), ExposedPort.tcp(port)))
                        .toList());
    }

    /** @param network that the container is in, under {@link #ALIAS} */
    void start(String relay, String network) {
        connection.call("start a relay", () -> {
            connection
                    .client()
                    .connectToNetworkCmd()
                    .withContainerId(relay)
                    .withNetworkId(network)
                    .exec();
            return connection.client().startContainerCmd(relay).exec();
        });
    }
}
