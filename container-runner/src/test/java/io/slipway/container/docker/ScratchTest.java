package io.slipway.container.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.container.ContainerSpec;
import io.slipway.container.ImageRef;
import io.slipway.container.NetworkMode;
import io.slipway.container.ResourceLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchTest {

    @TempDir
    private Path directory;

    private final List<String> leftToTheEngine = new ArrayList<>();
    private Scratch scratch;

    @BeforeEach
    void open() {
        scratch = new Scratch(
                directory.resolve("scratch"), (left, image) -> leftToTheEngine.add(left.getFileName() + " " + image));
    }

    @Test
    void clearedDirectoryIsGone() throws IOException {
        Path opened = scratch.open(spec("job", Map.of()));
        Path deep = Files.createDirectories(opened.resolve("upper/deep"));
        Files.writeString(deep.resolve("file"), "x");
        Files.createSymbolicLink(opened.resolve("lower"), Files.writeString(directory.resolve("kept"), "kept"));

        scratch.clear(opened, new ImageRef("image"));

        assertThat(opened).doesNotExist();
        assertThat(directory.resolve("kept")).hasContent("kept");
        assertThat(leftToTheEngine).isEmpty();
    }

    @Test
    void leftoversAreFoundByAllOfTheirLabels() {
        Path mine = scratch.open(spec("mine", Map.of("slipway", "a", "slipway.job", "one: = two")));
        Path others = scratch.open(spec("others", Map.of("slipway", "b", "slipway.job", "one: = two")));

        scratch.clearLeftovers(Map.of("slipway", "a", "slipway.job", "one: = two"), directory -> false);

        assertThat(mine).doesNotExist();
        assertThat(others).exists();
    }

    @Test
    void whatIsNotAContainersIsLeftAlone() throws IOException {
        Path foreign = Files.createDirectories(scratch.root().resolve("foreign"));

        scratch.clearLeftovers(Map.of(), directory -> false);

        assertThat(foreign).exists();
    }

    @Test
    void sameNameGetsAnotherDirectory() {
        assertThat(scratch.open(spec("job", Map.of()))).isNotEqualTo(scratch.open(spec("job", Map.of())));
    }

    private static ContainerSpec spec(String name, Map<String, String> labels) {
        return new ContainerSpec(
                name,
                new ImageRef("image"),
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
}
