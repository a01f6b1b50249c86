package io.slipway.emulator.images;

import io.slipway.container.ContainerEngine;
import io.slipway.container.EngineException;
import io.slipway.container.ImageNotFoundException;
import io.slipway.container.ImageRef;
import io.slipway.emulator.job.ImageResolver;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Resolves an image URI: the user's own mapping, the very image if the engine has it, Slipway's own image that stands for
 * it, a pull.
 */
public final class LocalImages implements ImageResolver {

    /**
     * The grammar of references.
     *
     * @see <a href="https://pkg.go.dev/github.com/distribution/reference">distribution/reference</a>
     */
    private static final Pattern REFERENCE = Pattern.compile("([a-zA-Z0-9.-]+(:[0-9]+)?/)?"
            + "[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*"
            + "(:[a-zA-Z0-9_][a-zA-Z0-9_.-]{0,127})?(@sha256:[a-f0-9]{64})?");

    /** In a tag, or, in the oldest images, at the end of the repository. */
    private static final Pattern FOR_GPUS = Pattern.compile("-gpu(?=[-:]|$)");

    private static final int MAXIMUM_LENGTH = 255;

    private final ContainerEngine engine;
    private final Map<String, String> mappings;
    private final ImageCatalog catalog;
    private final RecipeBuilder builder;

    /** @param mappings image URI to local image, the user's own */
    public LocalImages(
            ContainerEngine engine, Map<String, String> mappings, ImageCatalog catalog, RecipeBuilder builder) {
        this.engine = engine;
        this.mappings = Map.copyOf(mappings);
        this.catalog = catalog;
        this.builder = builder;
    }

    @Override
    public ImageRef resolve(String image, Consumer<String> progress) throws InterruptedException {
        ImageRef wanted = new ImageRef(mappings.getOrDefault(image, image));
        if (engine.findImage(wanted).isPresent()) {
            return wanted;
        }
        Optional<ImageRecipe> standIn = catalog.findStandIn(wanted.value());
        if (standIn.isPresent()) {
            ImageRef local = builder.ensure(variant(standIn.get(), wanted), progress);
            progress.accept("Image " + image + " is stood for by " + local);
            return local;
        }
        try {
            return engine.pull(wanted, progress).name();
        } catch (EngineException e) {
            throw new ImageNotFoundException(
                    wanted,
                    "the engine does not have it, none of Slipway's own images (" + standIns()
                            + "; see ./slipway images) stands for it, and it cannot be pulled (" + e.getMessage()
                            + "). Build or load it under this name, or map it with --images '"
                            + image + "=<local image>'");
        }
    }

    /** An image for GPUs is of use only where there are some. */
    private ImageRecipe variant(ImageRecipe recipe, ImageRef wanted) {
        Optional<ImageRecipe> onGpu = recipe.gpuVariant();
        boolean asked = FOR_GPUS.matcher(wanted.value()).find();
        return onGpu.isPresent() && asked && engine.describe().gpus() ? onGpu.get() : recipe;
    }

    private String standIns() {
        return catalog.recipes().stream()
                .filter(recipe -> !recipe.standsFor().isEmpty())
                .map(ImageRecipe::name)
                .collect(Collectors.joining(", "));
    }

    @Override
    public boolean isAcceptable(String image) {
        return image.length() <= MAXIMUM_LENGTH && REFERENCE.matcher(image).matches();
    }
}
