package io.slipway.emulator.images;

import java.util.List;
import java.util.Optional;

/**
 * An image that Slipway can build: an entry of {@code docker/images.json}.
 *
 * @param dockerfile its name in {@code docker/}
 * @param from the recipe that it stands on; empty for the one on Debian
 * @param standsFor the repositories (without registry) of SageMaker's images that it stands for, whatever their tag
 */
public record ImageRecipe(
        String name, String dockerfile, Optional<String> from, String description, List<String> standsFor) {

    public ImageRecipe {
        standsFor = List.copyOf(standsFor);
    }
}
