package io.slipway.emulator.images;

import io.slipway.emulator.wire.Document;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The images that Slipway can build, read from {@code docker/images.json}. */
public final class ImageCatalog {

    /** A repository of somebody else's registry may have the name of one of SageMaker's. */
    private static final Pattern REGISTRY = Pattern.compile("\\d{12}\\.dkr\\.ecr(-fips)?\\.[a-z0-9.-]+");

    private final List<ImageRecipe> recipes;

    private ImageCatalog(List<ImageRecipe> recipes) {
        this.recipes = recipes;
    }

    /** @param directory {@code docker/} */
    public static ImageCatalog read(Path directory) {
        Path file = directory.resolve("images.json");
        try {
            Document catalog = Document.parse(Files.readString(file));
            return new ImageCatalog(catalog.documents("images").stream()
                    .map(ImageCatalog::recipe)
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the list of images " + file, e);
        }
    }

    private static ImageRecipe recipe(Document entry) {
        return new ImageRecipe(
                entry.getString("name"),
                entry.getString("dockerfile"),
                entry.findString("from"),
                entry.findString("description").orElse(""),
                entry.strings("standsFor"),
                Map.of(),
                entry.findBoolean("gpu").orElse(false));
    }

    public List<ImageRecipe> recipes() {
        return recipes;
    }

    /** @param name of a recipe, or of its variant for GPUs */
    public Optional<ImageRecipe> find(String name) {
        return recipes.stream()
                .flatMap(recipe -> Stream.concat(Stream.of(recipe), recipe.gpuVariant().stream()))
                .filter(recipe -> recipe.name().equals(name))
                .findFirst();
    }

    /**
     * The recipe that stands for one of SageMaker's own images.
     *
     * @param uri an image URI of any account and region of ECR, or without a registry; its repository decides
     */
    public Optional<ImageRecipe> findStandIn(String uri) {
        int slash = uri.lastIndexOf('/');
        if (slash >= 0 && !REGISTRY.matcher(uri.substring(0, slash)).matches()) {
            return Optional.empty();
        }
        String repository = uri.substring(slash + 1).split("[:@]", 2)[0];
        return recipes.stream()
                .filter(recipe -> recipe.standsFor().contains(repository))
                .findFirst();
    }
}
