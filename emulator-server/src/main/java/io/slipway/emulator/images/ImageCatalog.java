package io.slipway.emulator.images;

import io.slipway.emulator.wire.Document;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The images that Slipway can build, read from {@code docker/images.json}. */
public final class ImageCatalog {

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
                entry.strings("standsFor").stream().map(Pattern::compile).toList());
    }

    public List<ImageRecipe> recipes() {
        return recipes;
    }

    public Optional<ImageRecipe> find(String name) {
        return recipes.stream().filter(recipe -> recipe.name().equals(name)).findFirst();
    }

    /** @param uri an image URI of any account and region; its last path part and tag decide */
    public Optional<ImageRecipe> findStandIn(String uri) {
        String repositoryAndTag = uri.substring(uri.lastIndexOf('/') + 1);
        String tagged = repositoryAndTag.contains(":") ? repositoryAndTag : repositoryAndTag + ":latest";
        return recipes.stream().filter(recipe -> recipe.standsFor(tagged)).findFirst();
    }
}
