package io.slipway.s3.minio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.testcontainers.containers.MinIOContainer;
import org.testcontainers.utility.DockerImageName;

/** The image of the real MinIO that tests run against, as {@code image.sh} has it. */
public final class MinioImage {

    private static final int NOT_TO_BE_HAD = 3;
    private static final long MINUTES = 30;

    private MinioImage() {}

    /** A MinIO that is not started yet. Where none can be had the test is skipped, with the reason. */
    public static MinIOContainer container() {
        DockerImageName name = DockerImageName.parse(ready());
        return new MinIOContainer(name.asCompatibleSubstituteFor("minio/minio"));
    }

    private static String ready() {
        try (InputStream script = Objects.requireNonNull(MinioImage.class.getResourceAsStream("image.sh"))) {
            Path name = Files.createTempFile("minio-image", ".name");
            Process process = new ProcessBuilder("bash", "-c", new String(script.readAllBytes(), UTF_8))
                    .redirectOutput(name.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try {
                boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
                Assumptions.assumeFalse(
                        ended && process.exitValue() == NOT_TO_BE_HAD, "MinIO can neither be pulled nor built");
                assertThat(ended && process.exitValue() == 0)
                        .as("MinIO's image is there, or was made")
                        .isTrue();
                return Files.readString(name).strip();
            } finally {
                process.destroy();
                Files.deleteIfExists(name);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
