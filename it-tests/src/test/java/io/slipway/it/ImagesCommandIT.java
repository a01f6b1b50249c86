package io.slipway.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.emulator.Emulator;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** {@code slipway images}, as a process that can be killed, with images of its own to build. */
@ExtendWith(SharedSlipway.class)
@Execution(ExecutionMode.CONCURRENT)
@DisabledIfSystemProperty(named = "no-docker", matches = ".*")
class ImagesCommandIT {

    /** The exit status of a process that was told to end. */
    private static final int SIGTERM = 128 + 15;

    private record Ended(int status, String output) {}

    private final String name = "test-" + UUID.randomUUID().toString().substring(0, 8);

    @TempDir
    private Path home;

    @BeforeAll
    static void makeBase(Emulator emulator) throws InterruptedException {
        emulator.recipes().ensureBase(line -> {});
    }

    @BeforeEach
    void makeHome() throws IOException {
        Files.createDirectories(home.resolve("docker"));
        Files.createDirectories(home.resolve("tmp"));
    }

    @AfterEach
    void removeImage() {
        List<String> images = DockerCommand.STANDARD.lines("images", "-q", "slipway/" + name);
        images.forEach(image -> DockerCommand.STANDARD.lines("rmi", "-f", image));
    }

    @Test
    void listTellsWhatIsBuiltAndWhatItStandsFor() throws Exception {
        recipe("RUN echo made");
        assertThat(command().output())
                .containsPattern(name + " +not built +Is tested")
                .contains("stands for sagemaker-tested");

        Ended built = command(name);
        assertThat(built.status()).isZero();
        assertThat(built.output())
                .contains("Building image slipway/" + name, "  Step 4", "  made", name + ": slipway/" + name + ":");

        assertThat(command().output()).containsPattern(name + " +\\d+ MB +Is tested");
        assertThat(traces()).containsOnly("image slipway/" + name);
    }

    @Test
    void failedBuildShowsTheOutputOfItsStepAndLeavesNothing() throws Exception {
        recipe("RUN echo all is well\nRUN echo the very reason >&2 && exit 3");

        Ended failed = command(name);

        assertThat(failed.status()).isEqualTo(1);
        assertThat(failed.output().lines().dropWhile(line -> !line.startsWith("slipway: the build of")))
                .anyMatch(line -> line.contains("returned a non-zero code: 3"))
                .contains("the very reason")
                .doesNotContain("all is well");
        assertThat(traces()).isEmpty();
    }

    @Test
    void imageThatThereIsNotIsToldWithThoseThereAre() throws Exception {
        recipe("RUN echo made");
        Ended refused = command("lost");
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.output()).contains("slipway: no image lost; there are " + name);
    }

    @Test
    void interruptedBuildLeavesNothing() throws Exception {
        Process building = startedLongBuild();
        building.destroy();
        assertThat(building.waitFor()).isEqualTo(SIGTERM);
        assertThat(traces()).isEmpty();
    }

    @Test
    void killedBuildTagsNothingAndTheNextCommandRemovesWhatItLeft() throws Exception {
        Process building = startedLongBuild();
        building.destroyForcibly().waitFor();
        assertThat(DockerCommand.STANDARD.lines("images", "-q", "slipway/" + name))
                .isEmpty();
        // The engine may be about to end the build by itself, which keeps the image of the step before for a moment.
        Await.value(Duration.ofMinutes(1), this::tracesAfterTheNextCommand, List::isEmpty);
    }

    private List<String> tracesAfterTheNextCommand() {
        try {
            assertThat(command().status()).isZero();
            return traces();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private Process startedLongBuild() throws IOException {
        recipe("RUN echo first step\nRUN echo under way && sleep 600");
        Process building = launch(name);
        BufferedReader output = building.inputReader();
        String line = output.readLine();
        while (line != null && !line.equals("  under way")) {
            line = output.readLine();
        }
        assertThat(line).isNotNull();
        assertThat(traces()).isNotEmpty();
        return building;
    }

    private void recipe(String steps) throws IOException {
        Files.writeString(home.resolve("docker/images.json"), """
                {"images": [{"name": "%s", "dockerfile": "own.Dockerfile", "description": "Is tested",
                             "standsFor": ["sagemaker-tested"]}]}
                """.formatted(name));
        Files.writeString(
                home.resolve("docker/own.Dockerfile"),
                "ARG BASE\nFROM $BASE\nLABEL slipway.test=" + name + "\n" + steps + "\n");
    }

    /** Images, named or not, and containers of this test. */
    private List<String> traces() {
        String filter = "label=slipway.test=" + name;
        List<String> traces = new ArrayList<>(
                DockerCommand.STANDARD.lines("images", "--filter", filter, "--format", "image {{.Repository}}"));
        traces.addAll(DockerCommand.STANDARD.lines("ps", "-a", "--filter", filter, "--format", "container {{.Names}}"));
        return traces;
    }

    private Ended command(String... arguments) throws IOException, InterruptedException {
        Process process = launch(arguments);
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }

    /** Its directory for temporary files is its own, so that other builds on this machine are none of its business. */
    private Process launch(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dslipway.home=" + home,
                "-Djava.io.tmpdir=" + home.resolve("tmp"),
                "-jar",
                SharedSlipway.HOME.resolve("emulator-server/target/slipway.jar").toString(),
                "images"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }
}
