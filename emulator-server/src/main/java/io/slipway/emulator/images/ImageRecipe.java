package io.slipway.emulator.images;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An image that Slipway can build: an entry of {@code docker/images.json}, or its variant for GPUs.
 *
 * @param dockerfile its name in {@code docker/}
 * @param from the recipe that it stands on; empty for the one on Debian
 * @param standsFor the repositories (without registry) of SageMaker's images that it stands for, whatever their tag
 * @param arguments what the Dockerfile is built with, beside what it stands on
 * @param hasGpuVariant whether the Dockerfile takes {@code PROCESSOR=gpu}
 */
public record ImageRecipe(
        String name,
        String dockerfile,
        Optional<String> from,
        String description,
        List<String> standsFor,
        Map<String, String> arguments,
        boolean hasGpuVariant) {

    private static final String GPU = "-gpu";

    public ImageRecipe {
        standsFor = List.copyOf(standsFor);
        arguments = Map.copyOf(arguments);
    }

    /** The same Dockerfile with CUDA; empty where it makes no difference. */
    Optional<ImageRecipe> gpuVariant() {
        return hasGpuVariant
                ? Optional.of(new ImageRecipe(
                        name + GPU, dockerfile, from, description, standsFor, Map.of("PROCESSOR", "gpu"), false))
                : Optional.empty();
    }
}
