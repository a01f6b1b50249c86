package io.slipway.emulator.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.container.ContainerSpec;
import io.slipway.container.ImageRef;
import io.slipway.container.NetworkMode;
import io.slipway.container.ResourceLimits;
import io.slipway.s3.S3Uri;
import io.slipway.s3.embedded.EmbeddedStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectorySyncTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:10.500Z");
    private static final S3Uri FOLDER = new S3Uri("bucket", "state/");

    @TempDir
    Path directory;

    private final ScriptedEngine engine = new ScriptedEngine();
    private EmbeddedStore objects;
    private ContainerCluster cluster;
    private ScriptedEngine.Container container;
    private Instant now = START;

    @BeforeEach
    void open() {
        objects = new EmbeddedStore(directory, InstantSource.system());
        objects.createBucket("bucket");
        cluster = new ContainerCluster(Optional.empty(), Duration.ZERO);
        cluster.add(
                0,
                engine.start(new ContainerSpec(
                        "c",
                        new ImageRef("i"),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of(),
                        Map.of(),
                        "algo-1",
                        List.of(),
                        List.of(),
                        ResourceLimits.NONE,
                        new NetworkMode.Standard(),
                        List.of())));
        container = engine.started.getFirst();
    }

    @AfterEach
    void close() {
        cluster.close();
        objects.close();
    }

    private DirectorySync sync() {
        return new DirectorySync(objects, FOLDER, "/state", () -> now, Optional.of(START));
    }

    private void write(String name, String content, Instant time) {
        container.files.put("/state/" + name, content);
        container.times.put("/state/" + name, time);
    }

    private void put(String name, String content) {
        objects.put(
                FOLDER.resolve(name),
                new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)),
                "binary/octet-stream");
    }

    private String stored(String name) {
        try (InputStream content = objects.open(FOLDER.resolve(name))) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void fileThatIsWrittenAgainInTheSecondOfItsCopyIsCopiedAgain() {
        DirectorySync sync = sync();
        write("step", "7", START.plusSeconds(1));
        now = START.plusSeconds(1);
        sync.sync(cluster);
        write("step", "8", START.plusSeconds(1));

        sync.sync(cluster);

        assertThat(stored("step")).isEqualTo("8");
    }

    @Test
    void fileThatHasLongRestedIsCopiedOnce() {
        DirectorySync sync = sync();
        write("step", "7", START.plusSeconds(1));
        now = START.plusSeconds(9);
        sync.sync(cluster);
        put("step", "by another");

        sync.sync(cluster);

        assertThat(stored("step")).isEqualTo("by another");
    }

    @Test
    void restoredFileIsLeftAloneButOneOfTheSecondOfTheStartIsCopied() {
        put("old", "1");
        put("new", "1");
        write("old", "2", START.minusSeconds(60));
        write("new", "2", Instant.parse("2026-01-01T00:00:10Z"));

        sync().sync(cluster);

        assertThat(stored("old")).isEqualTo("1");
        assertThat(stored("new")).isEqualTo("2");
    }
}
