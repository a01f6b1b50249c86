package io.slipway.emulator.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The directory of one job. */
public final class Workspace implements AutoCloseable {

    private final Path directory;
    private final List<Runnable> onClose = new ArrayList<>();

    Workspace(Path directory) {
        this.directory = directory;
    }

    /** It is made when the first thing comes into it. */
    public Path directory() {
        return directory;
    }

    /** A directory in it, made if it is not there. */
    public Path subdirectory(String name) {
        Path subdirectory = directory.resolve(name);
        try {
            return Files.createDirectories(subdirectory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Has something let go of that the job uses as long as its own directories. */
    public void onClose(Runnable release) {
        onClose.add(release);
    }

    @Override
    public void close() {
        Workspaces.deleteTree(directory);
        onClose.forEach(Runnable::run);
        onClose.clear();
    }
}
