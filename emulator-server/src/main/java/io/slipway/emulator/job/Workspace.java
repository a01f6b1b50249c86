package io.slipway.emulator.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The directory of one job. */
public record Workspace(Path directory) implements AutoCloseable {

    /** A directory in it, made if it is not there. */
    public Path subdirectory(String name) {
        Path subdirectory = directory.resolve(name);
        try {
            return Files.createDirectories(subdirectory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        Workspaces.deleteTree(directory);
    }
}
