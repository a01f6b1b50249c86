package io.slipway.container.docker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.container.InitialFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedDirectoriesTest {

    private final SharedDirectories shared = new SharedDirectories();

    @TempDir
    private Path directory;

    private Path output;

    @BeforeEach
    void share() throws IOException {
        output = Files.createDirectory(directory.resolve("output"));
        shared.add("/opt/ml/output", output);
    }

    @Test
    void filesBelowAreLaidAndRead() throws IOException {
        assertThat(shared.lay(new InitialFile.RegularFile("/opt/ml/output/data/a.txt", "abc")))
                .isTrue();

        assertThat(output.resolve("data/a.txt")).hasContent("abc");
        assertThat(shared.file("/opt/ml/output/data/a.txt", 2)).hasValue("ab".getBytes(UTF_8));
        assertThat(shared.directory("/opt/ml/output/data")).isPresent();
    }

    @Test
    void filesElsewhereAreNotItsBusiness() throws IOException {
        assertThat(shared.lay(new InitialFile.RegularFile("/opt/ml/outputs/a.txt", "abc")))
                .isFalse();
        assertThat(shared.file("/opt/ml/outputs/a.txt", 2)).isEmpty();
        assertThat(shared.directory("/opt/ml")).isEmpty();
    }

    @Test
    void pathsDoNotClimbOut() throws IOException {
        Files.writeString(directory.resolve("secret"), "x");

        assertThat(shared.file("/opt/ml/output/../secret", 10)).isEmpty();
    }

    @Test
    void linksOfTheContainerAreNotFollowed() throws IOException {
        Path secret = Files.writeString(directory.resolve("secret"), "x");
        Files.createSymbolicLink(output.resolve("failure"), secret);
        Files.createSymbolicLink(output.resolve("data"), directory);

        assertThat(shared.file("/opt/ml/output/failure", 10)).isEmpty();
        assertThat(shared.file("/opt/ml/output/data/secret", 10)).isEmpty();
        assertThat(shared.directory("/opt/ml/output/data")).isEmpty();
    }
}
