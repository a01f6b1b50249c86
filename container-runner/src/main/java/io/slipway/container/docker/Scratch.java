package io.slipway.container.docker;

import io.slipway.container.ContainerSpec;
import io.slipway.container.EngineException;
import io.slipway.container.ImageRef;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Directories of this machine in which the engine keeps what containers wrote over their mounts, one a container. What
 * is written there belongs to root, so where this process may not delete it a small container does.
 */
final class Scratch {

    private static final Logger log = LoggerFactory.getLogger(Scratch.class);

    private static final String NOTE = "note.properties";
    private static final String IMAGE = "image";
    private static final String LABEL = "label.";

    /** Deletes as root what this process may not delete. */
    interface Cleaner {
        void delete(Path directory, ImageRef image);
    }

    private final Path root;
    private final Cleaner cleaner;

    Scratch(Path root, Cleaner cleaner) {
        this.root = root;
        this.cleaner = cleaner;
    }

    Path root() {
        return root;
    }

    Path open(ContainerSpec spec) {
        var note = new Properties();
        note.setProperty(IMAGE, spec.image().value());
        spec.labels().forEach((key, value) -> note.setProperty(LABEL + key, value));
        try {
            Files.createDirectories(root);
            Path directory = Files.createTempDirectory(root, spec.name() + "-");
            try (Writer writer = Files.newBufferedWriter(directory.resolve(NOTE))) {
                note.store(writer, null);
            }
            return directory;
        } catch (IOException e) {
            throw new EngineException("the scratch directory " + root + " cannot be written: " + Reasons.of(e), e);
        }
    }

    /** Clears the directory of a container that was started by an earlier run of this program. */
    void clear(Path directory) {
        String image = note(directory).getProperty(IMAGE);
        if (image != null) {
            clear(directory, new ImageRef(image));
        }
    }

    void clear(Path directory, ImageRef image) {
        if (!delete(directory)) {
            cleaner.delete(directory, image);
        }
    }

    /** @param spared directories of containers that run */
    void clearLeftovers(Map<String, String> labels, Predicate<Path> spared) {
        if (!Files.isDirectory(root)) {
            return;
        }
        for (Path directory : directories()) {
            Properties note = note(directory);
            boolean matches = labels.entrySet().stream()
                    .allMatch(label -> label.getValue().equals(note.getProperty(LABEL + label.getKey())));
            String image = note.getProperty(IMAGE);
            if (matches && image != null && !spared.test(directory)) {
                clear(directory, new ImageRef(image));
            }
        }
    }

    private List<Path> directories() {
        try (Stream<Path> all = Files.list(root)) {
            return all.filter(Files::isDirectory).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Properties note(Path directory) {
        var note = new Properties();
        try (Reader reader = Files.newBufferedReader(directory.resolve(NOTE))) {
            note.load(reader);
        } catch (IOException e) {
            log.debug("{} is no scratch directory of a container", directory, e);
        }
        return note;
    }

    /** Whether all of it is gone. The note goes last, so that what is left is found again. */
    private static boolean delete(Path directory) {
        try (Stream<Path> children = Files.list(directory)) {
            boolean gone = true;
            for (Path child : children.toList()) {
                gone &= child.endsWith(NOTE) || deleteTree(child);
            }
            if (!gone) {
                return false;
            }
            Files.deleteIfExists(directory.resolve(NOTE));
            Files.delete(directory);
            return true;
        } catch (IOException e) {
            return !Files.exists(directory);
        }
    }

    private static boolean deleteTree(Path tree) throws IOException {
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                return remove(file);
            }

            @Override
            public FileVisitResult visitFileFailed(Path unreadable, IOException failure) {
                return remove(unreadable);
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) {
                return remove(directory);
            }

            private FileVisitResult remove(Path path) {
                try {
                    Files.deleteIfExists(path);
                } catch (IOException e) {
                    log.debug("{} is left to the engine", path, e);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return !Files.exists(tree);
    }
}
