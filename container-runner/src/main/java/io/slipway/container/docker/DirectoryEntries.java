package io.slipway.container.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** A directory of this machine, owned by root, with modes and symbolic links kept. */
final class DirectoryEntries implements TarStream.Entries {

    private static final int PERMISSIONS = 07777;

    private final Path root;
    private final String prefix;
    private final Predicate<Path> wanted;
    private final Deque<Iterator<Path>> levels = new ArrayDeque<>();

    /**
     * @param prefix before the names relative to the root; if empty, there is no entry for the root itself
     * @param wanted asked with paths relative to the root
     */
    DirectoryEntries(Path root, String prefix, Predicate<Path> wanted) throws IOException {
        this.root = root;
        this.prefix = prefix;
        this.wanted = wanted;
        levels.push(prefix.isEmpty() ? children(root) : List.of(root).iterator());
    }

    private static Iterator<Path> children(Path directory) throws IOException {
        try (Stream<Path> children = Files.list(directory)) {
            return children.sorted().toList().iterator();
        }
    }

    @Override
    public Optional<TarStream.Entry> next() throws IOException {
        while (!levels.isEmpty()) {
            if (!levels.element().hasNext()) {
                levels.pop();
                continue;
            }
            Path path = levels.element().next();
            if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                levels.push(children(path));
            }
            Path relative = root.relativize(path);
            if (path.equals(root) || wanted.test(relative)) {
                Optional<TarStream.Entry> entry =
                        entry(path, prefix + relative.toString().replace('\\', '/'));
                if (entry.isPresent()) {
                    return entry;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<TarStream.Entry> entry(Path path, String name) throws IOException {
        var attributes = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (attributes.isSymbolicLink()) {
            var header = InitialEntries.owned(new TarArchiveEntry(name, TarConstants.LF_SYMLINK));
            header.setLinkName(Files.readSymbolicLink(path).toString());
            return Optional.of(TarStream.Entry.empty(header));
        }
        if (attributes.isDirectory()) {
            String directory = name.endsWith("/") ? name : name + "/";
            return Optional.of(TarStream.Entry.empty(header(path, directory, attributes)));
        }
        if (!attributes.isRegularFile()) {
            return Optional.empty();
        }
        TarArchiveEntry header = header(path, name, attributes);
        header.setSize(attributes.size());
        return Optional.of(new TarStream.Entry(header, Files.newInputStream(path)));
    }

    private static TarArchiveEntry header(Path path, String name, BasicFileAttributes attributes) throws IOException {
        var header = InitialEntries.owned(new TarArchiveEntry(name));
        header.setLastModifiedTime(attributes.lastModifiedTime());
        if (path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            header.setMode((int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & PERMISSIONS);
        }
        return header;
    }

    @Override
    public void close() {}
}
