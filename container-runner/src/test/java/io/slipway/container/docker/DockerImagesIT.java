package io.slipway.container.docker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slipway.container.ContainerSpec;
import io.slipway.container.EngineException;
import io.slipway.container.ImageBuild;
import io.slipway.container.ImageInfo;
import io.slipway.container.ImageNotFoundException;
import io.slipway.container.ImageRef;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

@DisabledIfSystemProperty(named = "no-docker", matches = ".*")
class DockerImagesIT {

    private final ImageRef name = new ImageRef("slipway/test-" + UUID.randomUUID() + ":1");

    @TempDir
    private Path context;

    @TempDir
    private Path scratch;

    private DockerFixture docker;

    @BeforeEach
    void open() {
        docker = DockerFixture.open(scratch);
    }

    @AfterEach
    void close() {
        docker.engine.findImage(name).ifPresent(image -> {
            try (DockerConnection connection = DockerConnection.open()) {
                connection.client().removeImageCmd(name.value()).withForce(true).exec();
            }
        });
        docker.close();
    }

    @Test
    void builtImageHasItsContextLabelsAndArguments() throws Exception {
        Files.writeString(context.resolve("kept.txt"), "kept");
        Files.writeString(context.resolve("ignored.log"), "ignored");
        Files.writeString(context.resolve(".dockerignore"), "*.log\n");
        List<String> progress = new ArrayList<>();

        ImageInfo built = docker.engine.build(
                build(
                        "FROM debian:bookworm-slim\nARG WORD\nCOPY . /context\nRUN echo said $WORD && ls /context\n",
                        Map.of("WORD", "hello"),
                        Map.of("laid/in.txt", "laid in".getBytes(UTF_8))),
                progress::add);

        assertThat(progress).contains("said hello", "kept.txt", "laid").doesNotContain("ignored.log");
        assertThat(docker.engine.findImage(name)).hasValue(built);
        assertThat(built.labels()).containsEntry("made.by", "slipway");
        assertThat(built.sizeBytes()).isPositive();
        ContainerSpec spec = imageOf("cat /context/laid/in.txt");
        assertThat(docker.run(spec).lines()).containsExactly("laid in");
    }

    @Test
    void failedBuildGivesTheOutputOfItsStep() throws Exception {
        ImageBuild build = build(
                "FROM debian:bookworm-slim\nRUN echo first step\nRUN echo the very reason && exit 3\n",
                Map.of(),
                Map.of());

        assertThatExceptionOfType(EngineException.class)
                .isThrownBy(() -> docker.engine.build(build, line -> {}))
                .withMessageContaining("the very reason")
                .withMessageContaining("returned a non-zero code: 3")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("first step"));
        assertThat(docker.engine.findImage(name)).isEmpty();
    }

    @Test
    void interruptedBuildTagsNothing() throws Exception {
        ImageBuild build = build("FROM debian:bookworm-slim\nRUN echo under way && sleep 600\n", Map.of(), Map.of());
        var underWay = new CountDownLatch(1);
        var ended = new CompletableFuture<Throwable>();
        Thread building = Thread.ofVirtual().start(() -> {
            try {
                docker.engine.build(build, line -> {
                    if (line.equals("under way")) {
                        underWay.countDown();
                    }
                });
            } catch (InterruptedException | RuntimeException e) {
                ended.complete(e);
            }
        });
        underWay.await();

        building.interrupt();

        assertThat(ended.get()).isInstanceOf(InterruptedException.class);
        assertThat(docker.engine.findImage(name)).isEmpty();
    }

    @Test
    void missingDockerfileIsToldClearly() throws Exception {
        ImageBuild build = new ImageBuild(name, context, "Nofile", Map.of(), Map.of(), Map.of());

        assertThatExceptionOfType(EngineException.class)
                .isThrownBy(() -> docker.engine.build(build, line -> {}))
                .withMessageContaining("Nofile");
    }

    @Test
    void rootFileSystemBecomesAnImage() throws Exception {
        ImageInfo imported = docker.engine.importRoot(name, new ByteArrayInputStream(tar("hello.txt", "hi")));

        assertThat(docker.engine.findImage(name)).hasValue(imported);
        assertThat(imported.id()).startsWith("sha256:");
    }

    @Test
    void absentImageIsNotFound() {
        assertThat(docker.engine.findImage(name)).isEmpty();
        assertThat(docker.engine.findImage(new ImageRef("No Such NAME!"))).isEmpty();
    }

    @Test
    void registryThatCannotBeReachedIsNamed() {
        assertThatExceptionOfType(ImageNotFoundException.class)
                .isThrownBy(() -> docker.engine.pull(new ImageRef("127.0.0.1:9/some/image:1"), line -> {}))
                .withMessageContaining("its registry cannot be reached");
    }

    private ImageBuild build(String dockerfile, Map<String, String> arguments, Map<String, byte[]> extraFiles)
            throws IOException {
        Files.writeString(context.resolve("Dockerfile.test"), dockerfile);
        return new ImageBuild(name, context, "Dockerfile.test", arguments, Map.of("made.by", "slipway"), extraFiles);
    }

    private ContainerSpec imageOf(String script) {
        ContainerSpec spec = docker.shell(script);
        return new ContainerSpec(
                spec.name(),
                name,
                spec.entrypoint(),
                Optional.empty(),
                Map.of(),
                spec.labels(),
                spec.hostname(),
                List.of(),
                List.of(),
                spec.limits(),
                spec.network(),
                List.of());
    }

    private static byte[] tar(String file, String content) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(bytes)) {
            var entry = new TarArchiveEntry(file);
            entry.setSize(content.length());
            tar.putArchiveEntry(entry);
            tar.write(content.getBytes(UTF_8));
            tar.closeArchiveEntry();
        }
        return bytes.toByteArray();
    }
}
