package io.slipway.container.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.container.ImageRef;
import org.junit.jupiter.api.Test;

class ImageNameTest {

    @Test
    void nameFallsIntoRepositoryAndTag() {
        assertParts("debian", "debian", "latest");
        assertParts("debian:bookworm-slim", "debian", "bookworm-slim");
        assertParts("localhost:5000/a/b", "localhost:5000/a/b", "latest");
        assertParts("localhost:5000/a/b:1.7-1", "localhost:5000/a/b", "1.7-1");
        assertParts("a/b@sha256:0123", "a/b", "sha256:0123");
        assertParts("a/b:1@sha256:0123", "a/b", "sha256:0123");
    }

    private static void assertParts(String name, String repository, String tag) {
        assertThat(ImageName.of(new ImageRef(name))).isEqualTo(new ImageName(repository, tag));
    }
}
