package io.slipway.emulator.images;

import io.slipway.container.ContainerEngine;
import io.slipway.container.EngineException;
import io.slipway.container.ImageRef;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** The image that all others stand on: pulled, or made with debootstrap where no registry can be reached. */
public final class BaseImage {

    public static final ImageRef NAME = new ImageRef("debian:bookworm-slim");

    private final ContainerEngine engine;
    private final Debootstrap debootstrap;

    public BaseImage(ContainerEngine engine, Debootstrap debootstrap) {
        this.engine = engine;
        this.debootstrap = debootstrap;
    }

    ImageRef ensure(Consumer<String> progress) throws InterruptedException {
        if (engine.findImage(NAME).isPresent()) {
            return NAME;
        }
        try {
            progress.accept("Pulling " + NAME);
            engine.pull(NAME, progress);
            return NAME;
        } catch (EngineException e) {
            if (!Files.isExecutable(Path.of("/usr/sbin/debootstrap"))) {
                throw new EngineException(
                        "the base image " + NAME
                                + " could not be pulled, and without debootstrap it cannot be made here"
                                + " (on Debian or Ubuntu, as root: apt-get install debootstrap): " + e.getMessage(),
                        e);
            }
            progress.accept("No registry can be reached: making " + NAME + " with debootstrap");
            debootstrap.importInto(engine, NAME, progress);
            return NAME;
        }
    }
}
