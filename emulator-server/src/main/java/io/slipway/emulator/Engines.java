package io.slipway.emulator;

import io.slipway.container.ContainerEngine;
import io.slipway.container.docker.DockerEngine;
import io.slipway.container.simulated.SimulatedEngine;
import io.slipway.emulator.EmulatorConfig.EngineChoice;
import io.slipway.emulator.images.BaseImage;
import io.slipway.emulator.images.Debootstrap;
import io.slipway.emulator.images.HostAuthorities;
import io.slipway.emulator.images.ImageCatalog;
import io.slipway.emulator.images.RecipeBuilder;
import io.slipway.emulator.simulation.PlayedContainers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.CRC32;

/** Connections to container engines, and what is built with them; the commands and the server make them the same way. */
public final class Engines {

    private static final Path AUTHORITIES = Path.of("/usr/local/share/ca-certificates");

    private Engines() {}

    /** For commands that keep no state. */
    public static ContainerEngine dockerForTools() {
        return DockerEngine.connect("tools", Path.of(System.getProperty("java.io.tmpdir"), "slipway-tools"));
    }

    /** @param data the state's directory, whose path names the installation on everything that the engine makes for it */
    public static ContainerEngine docker(Path data) {
        return DockerEngine.connect(installation(data), data.resolve("scratch"));
    }

    static ContainerEngine of(EngineChoice choice, Path data) {
        return switch (choice) {
            case DOCKER -> docker(data);
            case SIMULATED -> new SimulatedEngine(new PlayedContainers());
        };
    }

    public static String installation(Path data) {
        CRC32 hash = new CRC32();
        hash.update(data.toString().getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(hash.getValue());
    }

    /** @param images {@code docker/} */
    public static RecipeBuilder recipeBuilder(ContainerEngine engine, ImageCatalog catalog, Path images) {
        return new RecipeBuilder(
                engine, catalog, images, new BaseImage(engine, new Debootstrap()), new HostAuthorities(AUTHORITIES));
    }
}
