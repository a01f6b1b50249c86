package io.slipway.emulator.images;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An image that Slipway can build: an entry of {@code docker/images.json}.
 *
 * @param dockerfile its name in {@code docker/}
 * @param from the recipe that it stands on; empty for the one on Debian
 * @param standsFor patterns of the {@code repository:tag} (without registry) that it stands for, matched in full
 */
public record ImageRecipe(
        String name, String dockerfile, Optional<String> from, String description, List<Pattern> standsFor) {

    public ImageRecipe {
        standsFor = List.copyOf(standsFor);
    }

    public boolean standsFor(String repositoryAndTag) {
        return standsFor.stream()
                .anyMatch(pattern -> pattern.matcher(repositoryAndTag).matches());
    }
}
