package io.slipway.container;

import java.util.Map;

/**
 * An image that the engine has.
 *
 * @param id the engine's content identifier, {@code sha256:…}
 * @param sizeBytes with all layers
 * @param labels of the image
 */
public record ImageInfo(ImageRef name, String id, long sizeBytes, Map<String, String> labels) {

    public ImageInfo {
        labels = Map.copyOf(labels);
    }
}
