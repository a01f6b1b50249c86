package io.slipway.it;

import io.slipway.container.ContainerEngine;
import io.slipway.container.ImageBuild;
import io.slipway.container.ImageRef;
import io.slipway.emulator.Engines;
import io.slipway.emulator.images.ImageCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** Images that tests make of one program. */
final class ProgramImage {

    /** Who comes second finds what the first has built. */
    private static final ReentrantLock MAKING = new ReentrantLock();

    private ProgramImage() {}

    /**
     * Makes an image unless it is there.
     *
     * @param dockerfile that copies the program
     * @param arguments of the Dockerfile
     */
    static ImageRef ensure(
            ImageRef name, String dockerfile, String program, String content, Map<String, String> arguments)
            throws IOException, InterruptedException {
        MAKING.lock();
        try (ContainerEngine engine = Engines.dockerForTools()) {
            if (engine.findImage(name).isEmpty()) {
                Path images = SharedSlipway.HOME.resolve("docker");
                Engines.recipeBuilder(engine, ImageCatalog.read(images), images).ensureBase(line -> {});
                Path context = Files.createTempDirectory("slipway-it");
                Path file = Files.writeString(context.resolve(program), content);
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
                Path recipe = Files.writeString(context.resolve("Dockerfile"), dockerfile);
                engine.build(new ImageBuild(name, context, "Dockerfile", arguments, Map.of(), Map.of()), line -> {});
                Files.delete(file);
                Files.delete(recipe);
                Files.delete(context);
            }
        } finally {
            MAKING.unlock();
        }
        return name;
    }
}
