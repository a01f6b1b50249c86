package io.slipway.emulator;

import io.slipway.emulator.config.ConfigurationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.stream.Stream;

/** The directory of all state, held by one process at a time; an ephemeral one goes when it is closed. */
final class DataDirectory implements AutoCloseable {

    private final Path path;
    private final boolean ephemeral;
    private final FileChannel lockFile;

    private DataDirectory(Path path, boolean ephemeral, FileChannel lockFile) {
        this.path = path;
        this.ephemeral = ephemeral;
        this.lockFile = lockFile;
    }

    /** @throws ConfigurationException if it cannot be made, or another process holds it */
    static DataDirectory open(EmulatorConfig config) {
        try {
            Path path = config.ephemeral() ? Files.createTempDirectory("slipway-data") : config.data();
            Files.createDirectories(path);
            return lock(path, config.ephemeral());
        } catch (IOException e) {
            throw new ConfigurationException("the data directory " + config.data() + " cannot be used: " + e);
        }
    }

    private static DataDirectory lock(Path path, boolean ephemeral) throws IOException {
        FileChannel channel =
                FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new DataDirectory(path, ephemeral, channel);
            }
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw inUse(path);
        }
        channel.close();
        throw inUse(path);
    }

    private static ConfigurationException inUse(Path path) {
        return new ConfigurationException("the data directory " + path
                + " is used by another Slipway: stop it (./slipway down), or choose another with --data");
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        try {
            lockFile.close();
            if (ephemeral) {
                deleteAll(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot clear " + path, e);
        }
    }

    private static void deleteAll(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
