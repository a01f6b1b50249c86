package io.slipway.container.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.slipway.container.ContainerEngineContract;
import io.slipway.container.ContainerExit;
import io.slipway.container.ContainerSpec;
import io.slipway.container.EngineException;
import io.slipway.container.NetworkMode;
import io.slipway.container.RunningContainer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The ways to the engine and to its containers that this machine's own engine does not need. */
@DisabledIfSystemProperty(named = "no-docker", matches = ".*")
class DockerReachIT {

    @TempDir
    private Path scratch;

    private DockerFixture docker;

    @BeforeEach
    void open() {
        docker = DockerFixture.open(scratch);
    }

    @AfterEach
    void close() {
        docker.close();
    }

    @Test
    void portsAreReachedOnLoopbackWhereContainersAreNot() throws Exception {
        var traits = new EngineTraits(true, false, true, false, "127.0.0.1", "127.0.0.1", 2, false);
        try (DockerConnection connection = DockerConnection.open()) {
            var planner = new MountPlanner(new Scratch(scratch, (left, image) -> {}), traits, false);
            var launcher = new ContainerLauncher(connection, new DockerNetworks(connection), planner, traits);
            for (NetworkMode network : List.of(new NetworkMode.Standard(), new NetworkMode.Isolated())) {
                try (RunningContainer container = launcher.start(serving(network))) {
                    assertThat(container.address(8080).getAddress().isLoopbackAddress())
                            .isTrue();
                    assertThat(ContainerEngineContract.get(container.address(8080), "/ping"))
                            .isEqualTo("pong");
                }
            }
        }
    }

    private ContainerSpec serving(NetworkMode network) {
        ContainerSpec blank = docker.shell("exec perl -MIO::Socket::INET -e '"
                + "$s = IO::Socket::INET->new(LocalPort => 8080, Listen => 9) or die;"
                + " while ($c = $s->accept) { while (<$c>) { last if /^\\r?$/ }"
                + " print $c \"HTTP/1.1 200 OK\\r\\nContent-Length: 4\\r\\n\\r\\npong\"; close $c }'");
        return new ContainerSpec(
                blank.name(),
                blank.image(),
                blank.entrypoint(),
                Optional.empty(),
                Map.of(),
                blank.labels(),
                blank.hostname(),
                List.of(),
                List.of(),
                blank.limits(),
                network,
                List.of(8080));
    }

    @Test
    void engineThatGoesAwayEndsTheWaitAndIsFoundAgain() throws Exception {
        Path engineSocket = Path.of("/var/run/docker.sock");
        assumeTrue(Files.exists(engineSocket), "the engine is not at its usual socket");
        Path socket = scratch.resolve("docker.sock");
        try (var proxy = new SocketProxy(socket, engineSocket);
                var engine = DockerEngine.connect("unix://" + socket, "test", scratch.resolve("scratch"))) {
            RunningContainer container = engine.start(docker.shell("sleep 600"));
            container.follow(line -> {});
            CompletableFuture<ContainerExit> exit = DockerFixture.awaitElsewhere(container);

            proxy.cut();

            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(exit::get)
                    .withCauseInstanceOf(EngineException.class);
            assertThat(engine.describe().name()).isEqualTo("docker");
            container.close();
            engine.start(docker.shell("true")).close();
        }
    }
}
