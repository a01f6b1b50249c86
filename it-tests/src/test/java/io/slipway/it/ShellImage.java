package io.slipway.it;

import io.slipway.container.ContainerEngine;
import io.slipway.container.ImageBuild;
import io.slipway.container.ImageRef;
import io.slipway.emulator.images.RecipeBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/** An image of the user's own: {@code train} runs the hyperparameter {@code command} in a shell. */
final class ShellImage {

    static final ImageRef NAME = new ImageRef("slipway-it/shell:1");

    private static final String DOCKERFILE = """
            FROM debian:bookworm-slim
            COPY train /usr/local/bin/train
            """;

    /** The command is the value between {@code "command":"} and the next quote: no JSON tool is in the image. */
    private static final String TRAIN = """
            #!/bin/bash
            command=$(sed -n 's/.*"command":"\\([^"]*\\)".*/\\1/p' /opt/ml/input/config/hyperparameters.json)
            exec /bin/bash -c "$command"
            """;

    private ShellImage() {}

    static ImageRef ensure(ContainerEngine engine, RecipeBuilder recipes) throws IOException, InterruptedException {
        if (engine.findImage(NAME).isEmpty()) {
            recipes.ensureBase(line -> {});
            Path context = Files.createTempDirectory("slipway-it-shell");
            Path train = Files.writeString(context.resolve("train"), TRAIN, StandardCharsets.UTF_8);
            Files.setPosixFilePermissions(train, PosixFilePermissions.fromString("rwxr-xr-x"));
            Path dockerfile = Files.writeString(context.resolve("Dockerfile"), DOCKERFILE);
            engine.build(new ImageBuild(NAME, context, "Dockerfile", Map.of(), Map.of(), Map.of()), line -> {});
            Files.delete(train);
            Files.delete(dockerfile);
            Files.delete(context);
        }
        return NAME;
    }
}
