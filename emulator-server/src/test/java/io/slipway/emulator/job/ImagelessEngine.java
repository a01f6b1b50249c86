package io.slipway.emulator.job;

import io.slipway.container.AdoptedContainer;
import io.slipway.container.ContainerEngine;
import io.slipway.container.ContainerNetwork;
import io.slipway.container.ImageBuild;
import io.slipway.container.ImageInfo;
import io.slipway.container.ImageRef;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** An engine that has every image and makes none, and remembers nothing from an earlier run. */
public interface ImagelessEngine extends ContainerEngine {

    @Override
    default Optional<ImageInfo> findImage(ImageRef image) {
        return Optional.of(new ImageInfo(image, "sha256:0", 0, Map.of()));
    }

    @Override
    default ImageInfo pull(ImageRef image, Consumer<String> progress) {
        throw new UnsupportedOperationException();
    }

    @Override
    default ImageInfo build(ImageBuild build, Consumer<String> progress) {
        throw new UnsupportedOperationException();
    }

    @Override
    default ImageInfo importRoot(ImageRef image, InputStream tar) {
        throw new UnsupportedOperationException();
    }

    @Override
    default ContainerNetwork openNetwork(String name, Map<String, String> labels, boolean internal) {
        throw new UnsupportedOperationException();
    }

    @Override
    default List<AdoptedContainer> adopt(Map<String, String> labels) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void removeLeftovers(Map<String, String> labels) {}

    @Override
    default void close() {}
}
