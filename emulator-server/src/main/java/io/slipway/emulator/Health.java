package io.slipway.emulator;

import io.slipway.container.ContainerEngine;
import io.slipway.container.EngineException;
import io.slipway.container.EngineInfo;
import io.slipway.emulator.wire.Document;
import java.util.Optional;

/** What {@code /_slipway/health} says. */
final class Health {

    private Health() {}

    static Document of(ContainerEngine engine, Storage storage) {
        Document health = Document.EMPTY.with("version", version()).with("storage", storage.description());
        try {
            EngineInfo info = engine.describe();
            return health.with("ready", true).with("engine", info.name() + " " + info.version());
        } catch (EngineException e) {
            return health.with("ready", false).with("engine", "none").with("problem", String.valueOf(e.getMessage()));
        }
    }

    private static String version() {
        return Optional.ofNullable(Health.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}
