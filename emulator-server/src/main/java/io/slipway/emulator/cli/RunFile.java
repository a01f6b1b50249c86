package io.slipway.emulator.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Which process serves a port, so that {@code down} finds it; a file that outlived its process is ignored. */
final class RunFile {

    private final Path file;

    RunFile(int port) {
        String cache = System.getenv().getOrDefault("XDG_CACHE_HOME", System.getProperty("user.home") + "/.cache");
        this.file = Path.of(cache, "slipway", "run", String.valueOf(port));
    }

    void write() {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, String.valueOf(ProcessHandle.current().pid()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + file, e);
        }
    }

    /** The server's process, if it lives and is a Java program (process numbers are used again). */
    Optional<ProcessHandle> process() {
        try {
            long number = Long.parseLong(Files.readString(file).strip());
            return ProcessHandle.of(number)
                    .filter(ProcessHandle::isAlive)
                    .filter(process -> process.info().command().orElse("").endsWith("java"));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }
}
