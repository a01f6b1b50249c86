package io.slipway.emulator.images;

import io.slipway.container.ContainerEngine;
import io.slipway.container.ImageBuild;
import io.slipway.container.ImageRef;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** Builds what is not built yet. An image's tag is a hash of all that goes into it, so a changed recipe is a new image. */
public final class RecipeBuilder {

    private final ContainerEngine engine;
    private final ImageCatalog catalog;
    private final Path directory;
    private final BaseImage base;
    private final HostAuthorities authorities;
    private final Map<String, ReentrantLock> building = new ConcurrentHashMap<>();

    /** @param directory {@code docker/}, the context of every build */
    public RecipeBuilder(
            ContainerEngine engine, ImageCatalog catalog, Path directory, BaseImage base, HostAuthorities authorities) {
        this.engine = engine;
        this.catalog = catalog;
        this.directory = directory;
        this.base = base;
        this.authorities = authorities;
    }

    /** What all images stand on, made if it is not there. */
    public ImageRef ensureBase(Consumer<String> progress) throws InterruptedException {
        return base.ensure(progress);
    }

    /** The name that the recipe's image has, built or not. */
    public ImageRef nameOf(ImageRecipe recipe) {
        String parent = recipe.from().map(name -> nameOf(recipe(name)).value()).orElse(BaseImage.NAME.value());
        return new ImageRef("slipway/" + recipe.name() + ":"
                + ContextHash.of(directory, recipe.dockerfile(), authorities.files(), parent));
    }

    /** The image, after building it and what it stands on if they are not there; others that want it wait. */
    public ImageRef ensure(ImageRecipe recipe, Consumer<String> progress) throws InterruptedException {
        ImageRef name = nameOf(recipe);
        if (engine.findImage(name).isPresent()) {
            return name;
        }
        ReentrantLock lock = building.computeIfAbsent(name.value(), ignored -> new ReentrantLock());
        lock.lockInterruptibly();
        try {
            if (engine.findImage(name).isEmpty()) {
                build(recipe, name, progress);
            }
            return name;
        } finally {
            lock.unlock();
        }
    }

    private void build(ImageRecipe recipe, ImageRef name, Consumer<String> progress) throws InterruptedException {
        ImageRef parent =
                recipe.from().isPresent() ? ensure(recipe(recipe.from().get()), progress) : base.ensure(progress);
        progress.accept("Building image " + name + " (needed once)");
        engine.build(
                new ImageBuild(
                        name,
                        directory,
                        recipe.dockerfile(),
                        arguments(recipe, parent),
                        Map.of("slipway.image", recipe.name()),
                        authorities.files()),
                progress);
        progress.accept("Built image " + name);
    }

    private static Map<String, String> arguments(ImageRecipe recipe, ImageRef parent) {
        Map<String, String> arguments = new HashMap<>(recipe.arguments());
        arguments.put("BASE", parent.value());
        return arguments;
    }

    private ImageRecipe recipe(String name) {
        return catalog.find(name)
                .orElseThrow(() -> new IllegalStateException("docker/images.json has no image " + name));
    }
}
