package io.slipway.s3.transfer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A directory that is filled under names from outside. No name leads out of it: not by {@code ..}, not by being absolute, not
 * through a link. One thread places names; the files may be written, and reported with {@link #arrived}, by others.
 */
final class DirectoryTree {

    private static final int LONGEST_SEGMENT = 255;

    private final Path root;
    private final Set<Path> awaited = ConcurrentHashMap.newKeySet();
    private Path lastParent;

    DirectoryTree(Path root) {
        this.root = root;
        this.lastParent = root;
        try {
            Files.createDirectories(root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The path of a file that does not exist yet and is about to be written; its parents are made. */
    Path await(String name) {
        Path file = place(name);
        // In this order: what arrives in between is found in the directory.
        if (!awaited.add(file) || Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new TransferException("There are two objects or a folder for the file " + name + ".");
        }
        return file;
    }

    void arrived(Path file) {
        awaited.remove(file);
    }

    /** The path for a name, never the directory itself; its parents are made. */
    Path place(String name) {
        Path path = resolve(name);
        Path parent = path.getParent();
        if (path.equals(root) || parent == null) {
            throw new TransferException("The name \"" + name + "\" is not a file's.");
        }
        makeDirectories(parent);
        return path;
    }

    /** Makes a directory, empty name for the root. */
    void makeDirectory(String name) {
        makeDirectories(resolve(name));
    }

    /** The path that a name stands for; nothing is made. */
    Path resolve(String name) {
        if (name.startsWith("/")) {
            throw new TransferException("The name \"" + name + "\" is absolute.");
        }
        Path path = root;
        for (String segment : name.split("/")) {
            if (segment.equals("..")) {
                throw new TransferException("The name \"" + name + "\" leads out of its directory.");
            }
            if (!segment.isEmpty() && !segment.equals(".")) {
                path = child(path, segment, name);
            }
        }
        return path;
    }

    private static Path child(Path parent, String segment, String name) {
        if (segment.getBytes(StandardCharsets.UTF_8).length > LONGEST_SEGMENT) {
            throw new TransferException("The name \"" + name + "\" has a part that is too long for a file's.");
        }
        try {
            return parent.resolve(segment);
        } catch (InvalidPathException e) {
            throw new TransferException("The name \"" + name + "\" cannot be a file's: " + e.getReason() + ".", e);
        }
    }

    private void makeDirectories(Path directory) {
        if (directory.equals(lastParent)) {
            return;
        }
        Path path = root;
        for (Path segment : root.relativize(directory)) {
            path = path.resolve(segment);
            if (!path.equals(root)) {
                make(path);
            }
        }
        lastParent = directory;
    }

    private void make(Path directory) {
        try {
            if (!awaited.contains(directory)) {
                Files.createDirectory(directory);
                return;
            }
        } catch (FileAlreadyExistsException e) {
            if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
                return;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new TransferException("The name " + root.relativize(directory) + " is both a file's and a folder's.");
    }
}
