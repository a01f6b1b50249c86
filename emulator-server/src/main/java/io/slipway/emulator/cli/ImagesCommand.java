package io.slipway.emulator.cli;

import io.slipway.container.ContainerEngine;
import io.slipway.container.ImageInfo;
import io.slipway.emulator.Engines;
import io.slipway.emulator.images.ImageCatalog;
import io.slipway.emulator.images.ImageRecipe;
import io.slipway.emulator.images.RecipeBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists the images that Slipway can build, or builds them. */
@Command(
        name = "slipway images",
        mixinStandardHelpOptions = true,
        description = "Lists the containers that Slipway brings; builds those named, or all.")
final class ImagesCommand implements Callable<Integer> {

    @Parameters(paramLabel = "NAME", description = "images to build")
    private List<String> names = new ArrayList<>();

    @Option(names = "--all", description = "build all of them")
    private boolean all;

    @Override
    public Integer call() {
        try {
            InterruptedByExit.run(this::listOrBuild);
            return 0;
        } catch (InterruptedException e) {
            throw new CommandException("interrupted; the image that was being built is not there", e);
        }
    }

    private void listOrBuild() throws InterruptedException {
        ImageCatalog catalog = ImageCatalog.read(SettingOptions.home().resolve("docker"));
        try (ContainerEngine engine = Engines.dockerForTools()) {
            RecipeBuilder builder =
                    Engines.recipeBuilder(engine, catalog, SettingOptions.home().resolve("docker"));
            for (ImageRecipe recipe : chosen(catalog)) {
                System.out.println(
                        recipe.name() + ": " + builder.ensure(recipe, line -> System.out.println("  " + line)));
            }
            if (!all && names.isEmpty()) {
                engine.removeUnfinishedBuilds();
                catalog.recipes().forEach(recipe -> print(recipe, engine.findImage(builder.nameOf(recipe))));
            }
        }
    }

    private List<ImageRecipe> chosen(ImageCatalog catalog) {
        if (all) {
            return catalog.recipes();
        }
        return names.stream()
                .map(name -> catalog.find(name)
                        .orElseThrow(() -> new CommandException("no image " + name + "; there are "
                                + catalog.recipes().stream()
                                        .map(ImageRecipe::name)
                                        .collect(Collectors.joining(", ")))))
                .toList();
    }

    private static void print(ImageRecipe recipe, Optional<ImageInfo> image) {
        System.out.printf(
                "%-12s %-10s %s%n",
                recipe.name(),
                image.map(info -> info.sizeBytes() / 1_000_000 + " MB").orElse("not built"),
                recipe.description());
        if (!recipe.standsFor().isEmpty()) {
            System.out.printf("%-12s %-10s stands for %s%n", "", "", String.join(", ", recipe.standsFor()));
        }
    }
}
