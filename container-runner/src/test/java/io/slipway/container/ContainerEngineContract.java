package io.slipway.container;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every {@link ContainerEngine} promises. An engine's test extends this and says how on that engine a container is
 * made that prints, sleeps, writes or serves.
 */
public abstract class ContainerEngineContract {

    protected static final Duration LONG = Duration.ofMinutes(2);
    protected static final Duration GRACE = Duration.ofSeconds(20);

    private final Map<String, String> labels =
            Map.of("slipway", "contract", "slipway.job", UUID.randomUUID().toString());

    protected abstract ContainerEngine engine();

    /** Prints the lines and ends with the code. */
    protected abstract ContainerSpec printing(List<String> lines, int exitCode);

    /** Prints {@code asleep}, then runs until it is stopped, and ends soon when asked to. */
    protected abstract ContainerSpec sleeping();

    /** Writes text files, by absolute path, and ends with 0. */
    protected abstract ContainerSpec writing(Map<String, String> files);

    /** Answers {@code GET /ping} on the port with {@code pong}, until it is stopped. */
    protected abstract ContainerSpec serving(int port);

    /** A specification that each engine's test completes; carries this test's own labels. */
    protected final ContainerSpec blank(ImageRef image) {
        return new ContainerSpec(
                "slipway-contract-" + UUID.randomUUID(),
                image,
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                labels,
                "algo-1",
                List.of(),
                List.of(),
                ResourceLimits.NONE,
                new NetworkMode.Standard(),
                List.of());
    }

    protected final Map<String, String> labels() {
        return labels;
    }

    @AfterEach
    void leaveNothing() {
        engine().removeLeftovers(labels);
    }

    @Test
    void engineTellsWhatItHas() {
        EngineInfo info = engine().describe();

        assertThat(info.name()).isNotBlank();
        assertThat(info.version()).isNotBlank();
        assertThat(info.cpus()).isPositive();
        assertThat(info.memoryBytes()).isPositive();
        assertThat(info.gateway()).matches("[0-9.]+");
    }

    @Test
    void everyLineIsDeliveredInOrderBeforeTheEndIsTold() throws InterruptedException {
        List<String> lines = IntStream.range(0, 500).mapToObj(i -> "line " + i).toList();
        List<String> seen = new ArrayList<>();

        try (RunningContainer container = engine().start(printing(lines, 0))) {
            container.follow(line -> seen.add(line.text()));
            ContainerExit exit = container.await(LONG, GRACE);

            assertThat(exit).isEqualTo(new ContainerExit.Exited(0));
            assertThat(seen).isEqualTo(lines);
        }
    }

    @Test
    void linesPrintedBeforeAnyoneFollowedAreDelivered() throws InterruptedException {
        List<String> seen = new ArrayList<>();

        try (RunningContainer container = engine().start(printing(List.of("first", "second"), 0))) {
            container.await(LONG, GRACE);
            container.follow(line -> seen.add(line.text()));
            container.await(LONG, GRACE);
        }

        assertThat(seen).containsExactly("first", "second");
    }

    @Test
    void exitCodeIsTold() throws InterruptedException {
        try (RunningContainer container = engine().start(printing(List.of("no luck"), 17))) {
            assertThat(container.await(LONG, GRACE)).isEqualTo(new ContainerExit.Exited(17));
        }
    }

    @Test
    void failureOfTheSinkEndsTheWait() {
        try (RunningContainer container = engine().start(sleeping())) {
            container.follow(line -> {
                throw new IllegalStateException("the disk is full");
            });

            assertThatExceptionOfType(EngineException.class)
                    .isThrownBy(() -> container.await(LONG, GRACE))
                    .withMessageContaining("the disk is full");
        }
    }

    @Test
    void containerIsFollowedOnlyOnce() {
        try (RunningContainer container = engine().start(sleeping())) {
            container.follow(line -> {});

            assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> container.follow(line -> {}));
        }
    }

    @Test
    void stoppedContainerIsToldAsStopped() throws Exception {
        try (RunningContainer container = engine().start(sleeping())) {
            CompletableFuture<ContainerExit> exit = awaitElsewhere(container);

            container.stop(GRACE);

            assertThat(exit.get()).isEqualTo(new ContainerExit.Stopped());
        }
    }

    @Test
    void stopDoesNothingToAContainerThatHasEnded() throws InterruptedException {
        try (RunningContainer container = engine().start(printing(List.of(), 3))) {
            container.await(LONG, GRACE);

            container.stop(GRACE);

            assertThat(container.await(LONG, GRACE)).isEqualTo(new ContainerExit.Exited(3));
        }
    }

    @Test
    void containerWhoseTimeIsOverIsToldAsTimedOut() throws InterruptedException {
        try (RunningContainer container = engine().start(sleeping())) {
            assertThat(container.await(Duration.ofMillis(1), GRACE)).isEqualTo(new ContainerExit.TimedOut());
        }
    }

    @Test
    void interruptedWaitLeavesTheContainerRunning() throws Exception {
        try (RunningContainer container = engine().start(sleeping())) {
            var interrupted = new CompletableFuture<Boolean>();
            Thread waiting = Thread.ofVirtual().start(() -> {
                try {
                    container.await(LONG, GRACE);
                    interrupted.complete(false);
                } catch (InterruptedException e) {
                    interrupted.complete(true);
                }
            });
            waiting.interrupt();
            assertThat(interrupted.get()).isTrue();

            container.stop(GRACE);

            assertThat(container.await(LONG, GRACE)).isEqualTo(new ContainerExit.Stopped());
        }
    }

    @Test
    void writtenFilesComeOutRelativeToTheirDirectory() throws Exception {
        Map<String, String> files = Map.of("/opt/ml/model/a.txt", "one", "/opt/ml/model/deep/er/b.txt", "two");

        try (RunningContainer container = engine().start(writing(files))) {
            container.await(LONG, GRACE);

            assertThat(contents(container.copyOut("/opt/ml/model")))
                    .isEqualTo(Map.of("a.txt", "one", "deep/er/b.txt", "two"));
            assertThat(container.copyOut("/opt/ml/nothing-here")).isEmpty();
            assertThat(container.copyOut("/opt/ml/model/a.txt")).isEmpty();
        }
    }

    @Test
    void initialFilesAreThere() throws Exception {
        ContainerSpec spec = withFiles(
                sleeping(),
                List.of(
                        new InitialFile.RegularFile("/opt/ml/input/config/hyperparameters.json", "{\"ä\":\"1\"}"),
                        new InitialFile.EmptyDirectory("/opt/ml/checkpoints")));

        try (RunningContainer container = engine().start(spec)) {
            assertThat(container.readFile("/opt/ml/input/config/hyperparameters.json", 100))
                    .hasValueSatisfying(
                            bytes -> assertThat(new String(bytes, UTF_8)).isEqualTo("{\"ä\":\"1\"}"));
            assertThat(contents(container.copyOut("/opt/ml/checkpoints"))).isEmpty();
        }
    }

    @Test
    void onlyTheBeginningOfAFileIsRead() throws InterruptedException {
        try (RunningContainer container = engine().start(writing(Map.of("/opt/ml/output/failure", "0123456789")))) {
            container.await(LONG, GRACE);

            assertThat(container.readFile("/opt/ml/output/failure", 4)).hasValue("0123".getBytes(UTF_8));
            assertThat(container.readFile("/opt/ml/output/success", 4)).isEmpty();
            assertThat(container.readFile("/opt/ml/output", 4)).isEmpty();
        }
    }

    @Test
    void portIsReached() throws Exception {
        try (RunningContainer container = engine().start(serving(8080))) {
            assertThat(get(container.address(8080), "/ping")).isEqualTo("pong");
        }
    }

    @Test
    void portOfAnIsolatedContainerIsReached() throws Exception {
        ContainerSpec spec = withNetwork(serving(8080), new NetworkMode.Isolated());

        try (RunningContainer container = engine().start(spec)) {
            assertThat(get(container.address(8080), "/ping")).isEqualTo("pong");
        }
    }

    @Test
    void nameIsTakenUntilTheContainerIsClosed() throws InterruptedException {
        ContainerSpec spec = sleeping();

        RunningContainer first = engine().start(spec);
        assertThatExceptionOfType(EngineException.class)
                .isThrownBy(() -> engine().start(spec))
                .withMessageContaining(spec.name());
        first.close();
        first.close();

        engine().start(spec).close();
    }

    @Test
    void closedContainerCannotBeAwaited() {
        RunningContainer container = engine().start(sleeping());
        container.close();

        assertThatExceptionOfType(EngineException.class).isThrownBy(() -> container.await(LONG, GRACE));
    }

    @Test
    void containersOfAJobMeetInTheirNetwork() throws Exception {
        String name = "slipway-contract-" + UUID.randomUUID();
        ContainerNetwork network = engine().openNetwork(name, labels, false);
        try (network) {
            assertThat(network.gateway()).matches("[0-9.]+");
            assertThat(network.exists()).isTrue();
            ContainerSpec spec = withNetwork(serving(8080), new NetworkMode.Joined(network, "algo-1"));
            try (RunningContainer container = engine().start(spec)) {
                assertThat(get(container.address(8080), "/ping")).isEqualTo("pong");
            }
        }
        assertThat(network.exists()).isFalse();
    }

    @Test
    void internalNetworkHasNoGateway() {
        try (ContainerNetwork network = engine().openNetwork("slipway-contract-" + UUID.randomUUID(), labels, true)) {
            assertThat(network.gateway()).isEmpty();
        }
    }

    @Test
    void adoptedContainerIsSparedAndEndsWhenItIsClosed() throws InterruptedException {
        RunningContainer first = engine().start(sleeping());

        List<AdoptedContainer> adopted = engine().adopt(labels);
        engine().removeLeftovers(labels);

        assertThat(adopted).hasSize(1);
        assertThat(adopted.getFirst().labels()).containsAllEntriesOf(labels);
        try (RunningContainer container = adopted.getFirst().container()) {
            assertThat(container.id()).isEqualTo(first.id());
            container.stop(GRACE);
            assertThat(container.await(LONG, GRACE)).isEqualTo(new ContainerExit.Stopped());
        }
        assertThat(engine().adopt(labels)).isEmpty();
    }

    @Test
    void adoptedIsolatedContainerIsReached() throws Exception {
        engine().start(withNetwork(serving(8080), new NetworkMode.Isolated()));

        List<AdoptedContainer> adopted = engine().adopt(labels);
        engine().removeLeftovers(labels);

        assertThat(adopted).hasSize(1);
        try (RunningContainer container = adopted.getFirst().container()) {
            assertThat(get(container.address(8080), "/ping")).isEqualTo("pong");
        }
        assertThat(engine().adopt(labels)).isEmpty();
    }

    @Test
    void filesAreCopiedIntoARunningContainer(@TempDir Path directory) throws Exception {
        Files.writeString(Files.createDirectory(directory.resolve("sub")).resolve("a.txt"), "a");
        try (RunningContainer container = engine().start(sleeping())) {
            container.copyIn(directory, "/opt/ml/models/m/model");

            assertThat(container.readFile("/opt/ml/models/m/model/sub/a.txt", 10))
                    .hasValue("a".getBytes(UTF_8));
        }
    }

    @Test
    void leftoversAreFoundByLabel() throws InterruptedException {
        ContainerSpec mine = sleeping();
        ContainerSpec other = withLabels(sleeping(), Map.of("slipway.job", "other-" + UUID.randomUUID()));
        engine().start(mine);
        engine().openNetwork("slipway-contract-" + UUID.randomUUID(), labels, false);

        try (RunningContainer kept = engine().start(other)) {
            engine().removeLeftovers(labels);

            engine().start(mine).close();
            kept.stop(GRACE);
            assertThat(kept.await(LONG, GRACE)).isEqualTo(new ContainerExit.Stopped());
        }
    }

    protected static ContainerSpec withFiles(ContainerSpec spec, List<InitialFile> files) {
        return new ContainerSpec(
                spec.name(),
                spec.image(),
                spec.entrypoint(),
                spec.command(),
                spec.environment(),
                spec.labels(),
                spec.hostname(),
                files,
                spec.mounts(),
                spec.limits(),
                spec.network(),
                spec.ports());
    }

    protected static ContainerSpec withNetwork(ContainerSpec spec, NetworkMode network) {
        return new ContainerSpec(
                spec.name(),
                spec.image(),
                spec.entrypoint(),
                spec.command(),
                spec.environment(),
                spec.labels(),
                spec.hostname(),
                spec.files(),
                spec.mounts(),
                spec.limits(),
                network,
                spec.ports());
    }

    protected static ContainerSpec withLabels(ContainerSpec spec, Map<String, String> labels) {
        return new ContainerSpec(
                spec.name(),
                spec.image(),
                spec.entrypoint(),
                spec.command(),
                spec.environment(),
                labels,
                spec.hostname(),
                spec.files(),
                spec.mounts(),
                spec.limits(),
                spec.network(),
                spec.ports());
    }

    protected static ContainerSpec withPorts(ContainerSpec spec, List<Integer> ports) {
        return new ContainerSpec(
                spec.name(),
                spec.image(),
                spec.entrypoint(),
                spec.command(),
                spec.environment(),
                spec.labels(),
                spec.hostname(),
                spec.files(),
                spec.mounts(),
                spec.limits(),
                spec.network(),
                ports);
    }

    /** The wait has begun when this returns. */
    private static CompletableFuture<ContainerExit> awaitElsewhere(RunningContainer container)
            throws InterruptedException {
        var exit = new CompletableFuture<ContainerExit>();
        var begun = new CountDownLatch(1);
        Thread.ofVirtual().start(() -> {
            begun.countDown();
            try {
                exit.complete(container.await(LONG, GRACE));
            } catch (InterruptedException | RuntimeException e) {
                exit.completeExceptionally(e);
            }
        });
        begun.await();
        return exit;
    }

    /** Regular files of a tar stream, by name. */
    protected static Map<String, String> contents(Optional<InputStream> stream) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (var tar = new TarArchiveInputStream(stream.orElseThrow())) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.isFile()) {
                    contents.put(entry.getName(), new String(tar.readAllBytes(), UTF_8));
                }
            }
        }
        return contents;
    }

    /** Asks until the server in the container is up. */
    public static String get(InetSocketAddress address, String path) throws InterruptedException {
        URI uri = URI.create("http://" + address.getAddress().getHostAddress() + ":" + address.getPort() + path);
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int attempt = 0; attempt < 600; attempt++) {
                try {
                    return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                            .body();
                } catch (IOException e) {
                    Thread.sleep(50);
                }
            }
        }
        throw new AssertionError(uri + " does not answer");
    }
}
