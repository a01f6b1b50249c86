package io.slipway.emulator.job;

import io.slipway.emulator.aws.Arn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Directories of this machine in which jobs prepare what their containers see. */
public final class Workspaces {

    private final Path root;
    private final AtomicLong shared = new AtomicLong();

    /** @param root on the file system of the object store's files, so that they can be linked; all below it is ours */
    public Workspaces(Path root) {
        this.root = root;
    }

    /** Room for a job's directories; closing it removes them with everything in them. */
    public Workspace create(Arn job) {
        Path directory = root.resolve(job.region())
                .resolve(job.kind())
                .resolve(job.name().toLowerCase(Locale.ROOT));
        if (!directory.normalize().startsWith(root)) {
            throw new IllegalArgumentException("not the name of a job: " + job);
        }
        deleteTree(directory);
        return new Workspace(directory);
    }

    /** The same, of no one job. */
    public Workspace createShared() {
        return new Workspace(root.resolve("shared").resolve(Long.toString(shared.incrementAndGet())));
    }

    /** Removes what jobs left that did not end in order. No job may run. */
    public void clear() {
        deleteTree(root);
    }

    /** Removes a directory; links are removed, never followed. */
    public static void deleteTree(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try {
            Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
                        throws IOException {
                    if (failure != null) {
                        throw failure;
                    }
                    Files.deleteIfExists(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
