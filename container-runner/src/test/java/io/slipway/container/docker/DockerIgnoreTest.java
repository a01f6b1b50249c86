package io.slipway.container.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DockerIgnoreTest {

    @Test
    void starStaysWithinADirectory() {
        DockerIgnore ignore = DockerIgnore.of(List.of("*.log"));

        assertThat(ignore.matches("a.log")).isTrue();
        assertThat(ignore.matches("deep/a.log")).isFalse();
    }

    @Test
    void twoStarsGoAnywhere() {
        DockerIgnore ignore = DockerIgnore.of(List.of("**/*.pyc"));

        assertThat(ignore.matches("a.pyc")).isTrue();
        assertThat(ignore.matches("deep/er/a.pyc")).isTrue();
        assertThat(ignore.matches("a.py")).isFalse();
    }

    @Test
    void directoryTakesWhatIsInIt() {
        DockerIgnore ignore = DockerIgnore.of(List.of("/build/"));

        assertThat(ignore.matches("build")).isTrue();
        assertThat(ignore.matches("build/classes/A.class")).isTrue();
        assertThat(ignore.matches("builder")).isFalse();
    }

    @Test
    void lastMatchDecides() {
        DockerIgnore ignore = DockerIgnore.of(List.of("# all but one", "", "*.md", "!README.md"));

        assertThat(ignore.matches("NOTES.md")).isTrue();
        assertThat(ignore.matches("README.md")).isFalse();
    }

    @Test
    void charactersOfPathsAreNoPatterns() {
        assertThat(DockerIgnore.of(List.of("a.b+(c)")).matches("a.b+(c)")).isTrue();
        assertThat(DockerIgnore.of(List.of("a.b")).matches("axb")).isFalse();
        assertThat(DockerIgnore.of(List.of("?.b")).matches("a.b")).isTrue();
    }
}
