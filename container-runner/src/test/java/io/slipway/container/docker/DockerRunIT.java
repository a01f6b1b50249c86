package io.slipway.container.docker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slipway.container.CommandException;
import io.slipway.container.ContainerExit;
import io.slipway.container.ContainerNetwork;
import io.slipway.container.ContainerSpec;
import io.slipway.container.EngineException;
import io.slipway.container.ImageNotFoundException;
import io.slipway.container.ImageRef;
import io.slipway.container.InitialFile;
import io.slipway.container.NetworkMode;
import io.slipway.container.ResourceLimits;
import io.slipway.container.RunningContainer;
import io.slipway.container.Usage;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

@DisabledIfSystemProperty(named = "no-docker", matches = ".*")
class DockerRunIT {

    private static final ResourceLimits SMALL = new ResourceLimits(1, 64 << 20, 0, 0);
    private static final String EAT = "perl -e '$all = \"x\" x (500 << 20)'";

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
    void containerThatTakesTooMuchMemoryIsToldAsSuch() throws Exception {
        ContainerSpec spec = DockerFixture.with(docker.shell("exec " + EAT), SMALL, new NetworkMode.Standard());

        assertThat(docker.run(spec).exit()).isEqualTo(new ContainerExit.OutOfMemory());
    }

    @Test
    void failureAfterAChildTookTooMuchMemoryIsToldAsSuch() throws Exception {
        ContainerSpec spec = DockerFixture.with(docker.shell(EAT + " || exit 1"), SMALL, new NetworkMode.Standard());

        assertThat(docker.run(spec).exit()).isEqualTo(new ContainerExit.OutOfMemory());
    }

    @Test
    void limitsAreThoseOfTheContainer() throws Exception {
        var limits = new ResourceLimits(1000, 64 << 20, 32 << 20, 0);
        ContainerSpec spec = DockerFixture.with(
                docker.shell("df -k --output=size /dev/shm | tail -1"), limits, new NetworkMode.Standard());

        DockerFixture.Run run = docker.run(spec);

        assertThat(run.exit()).isEqualTo(new ContainerExit.Exited(0));
        assertThat(run.lines())
                .first()
                .satisfies(size -> assertThat(size.strip()).isEqualTo("32768"));
    }

    @Test
    void usageIsThatOfTheRunningContainer() throws Exception {
        ContainerSpec shell = DockerFixture.with(
                docker.shell("head -c 1000000 /dev/zero > /written; head -c 2000000 /dev/zero > /opt/ml/model/written;"
                        + " echo busy; while :; do :; done"),
                List.of(new InitialFile.EmptyDirectory("/opt/ml/model")),
                List.of());
        ContainerSpec spec = DockerFixture.with(shell, SMALL, new NetworkMode.Standard());
        try (RunningContainer container = docker.engine.start(spec)) {
            DockerFixture.followUntil(container, "busy");

            assertThat(container.usage()).hasValueSatisfying(usage -> {
                assertThat(usage.cpuPercent()).isPositive();
                assertThat(usage.memoryPercent()).isBetween(0.0, 100.0);
                assertThat(usage.writtenBytes()).isPresent();
                assertThat(usage.writtenBytes().orElseThrow()).isBetween(3_000_000L, 4_000_000L);
                assertThat(usage.gpus()).isEmpty();
            });

            container.stop(Duration.ZERO);
            assertThat(container.usage()).isEmpty();
        }
    }

    @Test
    void devicesAreAskedInTheContainer() throws Exception {
        String tool = "printf '#!/bin/sh\\necho 40, 1000, 4000\\necho 25, 500, 1000\\n' > /usr/bin/nvidia-smi;"
                + " chmod +x /usr/bin/nvidia-smi; echo there; sleep 600";
        try (RunningContainer with = docker.engine.start(docker.shell(tool));
                RunningContainer without = docker.engine.start(docker.shell("echo there; sleep 600"));
                DockerConnection connection = DockerConnection.open()) {
            DockerFixture.followUntil(with, "there");
            DockerFixture.followUntil(without, "there");

            assertThat(new ContainerUsage(connection, with.id(), true, Optional.empty()).gpus())
                    .hasValue(new Usage.Gpus(65, 75));
            assertThat(new ContainerUsage(connection, without.id(), true, Optional.empty()).gpus())
                    .isEmpty();
        }
    }

    @Test
    void processThatHearsTheSignalSaves() throws Exception {
        ContainerSpec spec = DockerFixture.with(
                docker.shell("trap 'echo half > /opt/ml/model/m; exit 0' TERM; echo ready; sleep 600 & wait"),
                List.of(new InitialFile.EmptyDirectory("/opt/ml/model")),
                List.of());
        try (RunningContainer container = docker.engine.start(spec)) {
            DockerFixture.followUntil(container, "ready");

            container.stop(DockerFixture.GRACE);

            assertThat(container.await(DockerFixture.LONG, DockerFixture.GRACE)).isEqualTo(new ContainerExit.Stopped());
            assertThat(container.readFile("/opt/ml/model/m", 100)).hasValue("half\n".getBytes(UTF_8));
        }
    }

    @Test
    void processThatIgnoresTheSignalIsKilledAfterTheGrace() throws Exception {
        ContainerSpec spec = docker.shell("trap '' TERM; echo ready; while :; do sleep 1; done");
        try (RunningContainer container = docker.engine.start(spec)) {
            DockerFixture.followUntil(container, "ready");

            container.stop(Duration.ofMillis(300));

            assertThat(container.await(DockerFixture.LONG, DockerFixture.GRACE)).isEqualTo(new ContainerExit.Stopped());
        }
    }

    @Test
    void timeLimitKillsWhatIgnoresTheSignal() throws Exception {
        try (RunningContainer container =
                docker.engine.start(docker.shell("trap '' TERM; while :; do sleep 1; done"))) {
            assertThat(container.await(Duration.ofMillis(100), Duration.ofMillis(100)))
                    .isEqualTo(new ContainerExit.TimedOut());
        }
    }

    @Test
    void waitEndsWhenTheContainerIsRemovedUnderIt() {
        try (RunningContainer container = docker.engine.start(docker.shell("sleep 600"))) {
            container.follow(line -> {});
            CompletableFuture<ContainerExit> exit = DockerFixture.awaitElsewhere(container);

            docker.engine.removeLeftovers(docker.labels);

            assertThat(exit)
                    .failsWithin(DockerFixture.LONG)
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(EngineException.class)
                    .withMessageContaining("removed from outside");
        }
    }

    @Test
    void commandThatCannotBeRunIsToldWithTheExitCodeOfAShell() {
        Map<String, Integer> codes = Map.of("no-such-program", 127, "/no/such/program", 127, "/etc/hostname", 126);
        codes.forEach((program, code) -> assertThatExceptionOfType(CommandException.class)
                .isThrownBy(() -> docker.engine.start(docker.running(program)))
                .withMessageContaining(program)
                .satisfies(failure -> assertThat(failure.exitCode()).isEqualTo(code)));
    }

    @Test
    void isolatedContainerHasNoNetworkButKnowsItself() throws Exception {
        ContainerSpec spec = DockerFixture.with(
                docker.shell("ls /sys/class/net; getent hosts algo-1 | cut -d' ' -f1"),
                ResourceLimits.NONE,
                new NetworkMode.Isolated());

        assertThat(docker.run(spec).lines()).containsExactly("lo", "127.0.0.1");
    }

    @Test
    void isolatedContainerWithAPortReachesNoOtherContainer() throws Exception {
        String server = "$s = IO::Socket::INET->new(LocalPort => 8080, Listen => 9) or die;"
                + " while ($c = $s->accept) { close $c }";
        try (RunningContainer other =
                docker.engine.start(withPort(docker.shell("exec perl -MIO::Socket::INET -e '" + server + "'")))) {
            String address = other.address(8080).getAddress().getHostAddress();
            ContainerSpec reaching = docker.shell("for i in $(seq 100); do perl -MIO::Socket::INET -e '"
                    + "exit !IO::Socket::INET->new(PeerAddr => \"" + address + ":8080\", Timeout => 2)'"
                    + " && echo reached && exit; [ -n \"$ONCE\" ] && exit; sleep 0.1; done");
            assertThat(docker.run(reaching).lines()).containsExactly("reached");

            ContainerSpec isolated = DockerFixture.with(
                    docker.shell(
                            "ONCE=1; " + reaching.entrypoint().orElseThrow().getLast()),
                    ResourceLimits.NONE,
                    new NetworkMode.Isolated());

            assertThat(docker.run(withPort(isolated)).lines()).isEmpty();
        }
    }

    @Test
    void isolatedContainerWithAPortDoesNotReachThisMachine() throws Exception {
        try (ServerSocket here = new ServerSocket(0)) {
            String script = "for host in " + docker.engine.describe().gateway()
                    + " $(hostname -I | sed 's/[0-9]* *$/1/'); do perl -MIO::Socket::INET -e '"
                    + "exit !IO::Socket::INET->new(PeerAddr => shift, PeerPort => " + here.getLocalPort()
                    + ", Timeout => 1)' $host && echo reached; done; hostname -I | wc -w";
            assertThat(docker.run(docker.shell(script)).lines()).contains("reached");

            ContainerSpec isolated =
                    DockerFixture.with(docker.shell(script), ResourceLimits.NONE, new NetworkMode.Isolated());
            assertThat(docker.run(withPort(isolated)).lines()).containsExactly("1");
        }
    }

    @Test
    void isolatedContainerWhoseRelayEndsCountsAsLost() throws Exception {
        ContainerSpec spec =
                DockerFixture.with(docker.shell("exec sleep 600"), ResourceLimits.NONE, new NetworkMode.Isolated());
        try (RunningContainer container = docker.engine.start(withPort(spec))) {
            new ProcessBuilder("docker", "kill", spec.name() + "-relay").start().waitFor();

            assertThatExceptionOfType(EngineException.class)
                    .isThrownBy(() -> container.await(DockerFixture.LONG, DockerFixture.GRACE))
                    .withMessage("the relay of the container " + container.id() + " has ended");
        }
    }

    private static ContainerSpec withPort(ContainerSpec spec) {
        return new ContainerSpec(
                spec.name(),
                spec.image(),
                spec.entrypoint(),
                Optional.empty(),
                Map.of(),
                spec.labels(),
                spec.hostname(),
                List.of(),
                List.of(),
                spec.limits(),
                spec.network(),
                List.of(8080));
    }

    @Test
    void containersOfANetworkFindEachOtherByAlias() throws Exception {
        try (ContainerNetwork network =
                docker.engine.openNetwork("slipway-test-" + UUID.randomUUID(), docker.labels, true)) {
            ContainerSpec second = DockerFixture.with(
                    docker.shell("sleep 600"), ResourceLimits.NONE, new NetworkMode.Joined(network, "algo-2"));
            ContainerSpec first = DockerFixture.with(
                    docker.shell("getent hosts algo-2 > /dev/null && echo found"),
                    ResourceLimits.NONE,
                    new NetworkMode.Joined(network, "algo-1"));

            try (RunningContainer container = docker.engine.start(second)) {
                assertThat(container.id()).isNotEmpty();
                assertThat(docker.run(first).lines()).containsExactly("found");
            }
        }
    }

    @Test
    void containerReachesThisMachineAtTheGateway() throws Exception {
        String gateway = docker.engine.describe().gateway();

        assertThat(docker.run(docker.shell("tail -n +2 /proc/net/route | awk '$2 == \"00000000\" {print $3}'"))
                        .lines())
                .containsExactly(littleEndian(gateway));
    }

    private static String littleEndian(String address) {
        String[] bytes = address.split("\\.");
        return String.format(
                "%02X%02X%02X%02X",
                Integer.parseInt(bytes[3]),
                Integer.parseInt(bytes[2]),
                Integer.parseInt(bytes[1]),
                Integer.parseInt(bytes[0]));
    }

    @Test
    void missingImageIsNamed() {
        ContainerSpec blank = docker.shell("true");
        ContainerSpec spec = new ContainerSpec(
                blank.name(),
                new ImageRef("slipway/never-made:1"),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                blank.labels(),
                "algo-1",
                List.of(),
                List.of(),
                blank.limits(),
                blank.network(),
                List.of());

        assertThatExceptionOfType(ImageNotFoundException.class)
                .isThrownBy(() -> docker.engine.start(spec))
                .withMessageContaining("slipway/never-made:1");
    }

    @Test
    void containerThatCannotStartLeavesNothing() {
        ContainerSpec blank = docker.shell("true");
        ContainerSpec spec = new ContainerSpec(
                blank.name(),
                blank.image(),
                Optional.of(List.of("no-such-program")),
                Optional.empty(),
                Map.of(),
                blank.labels(),
                "algo-1",
                List.of(new InitialFile.EmptyDirectory("/opt/ml/model")),
                List.of(),
                blank.limits(),
                blank.network(),
                List.of());

        assertThatExceptionOfType(EngineException.class)
                .isThrownBy(() -> docker.engine.start(spec))
                .withMessageContaining("no-such-program");
        assertThat(scratch).isEmptyDirectory();
        docker.engine.start(blank).close();
    }

    @Test
    void engineThatIsNotThereIsNamed() {
        try (DockerEngine absent = DockerEngine.connect("unix:///nowhere/docker.sock", "test", scratch)) {
            assertThatExceptionOfType(EngineException.class)
                    .isThrownBy(absent::describe)
                    .withMessage("Docker does not answer at unix:///nowhere/docker.sock: No such file or directory");
        }
    }
}
