package io.slipway.container.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** A directory of this machine, owned by root, with modes and links kept. */
final class DirectoryEntries implements TarStream.Entries {

    private static final int PERMISSIONS = 07777;

    private final Path root;
    private final String prefix;
    private final Predicate<Path> wanted;
    private final boolean unix;
    private final Deque<Iterator<Path>> levels = new ArrayDeque<>();
    private final Map<Object, String> hardLinks = new HashMap<>();

    /**
     * @param prefix before the names relative to the root; if empty, there is no entry for the root itself
     * @param wanted asked with paths relative to the root
     */
    DirectoryEntries(Path root, String prefix, Predicate<Path> wanted) throws IOException {
        this.root = root;
        this.prefix = prefix;
        this.wanted = wanted;
        this.unix = root.getFileSystem().supportedFileAttributeViews().contains("unix");
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

    private Optional<TarStream.Entry> entry(Path path, String name) throws IOException {
        var attributes = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (attributes.isSymbolicLink()) {
            return Optional.of(link(
                    name, TarConstants.LF_SYMLINK, Files.readSymbolicLink(path).toString()));
        }
        if (attributes.isDirectory()) {
            String directory = name.endsWith("/") ? name : name + "/";
            return Optional.of(TarStream.Entry.empty(header(path, directory, attributes)));
        }
        if (!attributes.isRegularFile()) {
            return Optional.empty();
        }
        Optional<String> linked = sameFile(path, name);
        if (linked.isPresent()) {
            return Optional.of(link(name, TarConstants.LF_LINK, linked.get()));
        }
        TarArchiveEntry header = header(path, name, attributes);
        header.setSize(attributes.size());
        return Optional.of(new TarStream.Entry(header, Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)));
    }

    private static TarStream.Entry link(String name, byte type, String target) {
        var header = InitialEntries.owned(new TarArchiveEntry(name, type));
        header.setLinkName(target);
        return TarStream.Entry.empty(header);
    }

    /** The name under which the same file went before. */
    private Optional<String> sameFile(Path path, String name) throws IOException {
        if (!unix || (int) Files.getAttribute(path, "unix:nlink", LinkOption.NOFOLLOW_LINKS) == 1) {
            return Optional.empty();
        }
        Object inode = Files.getAttribute(path, "unix:ino", LinkOption.NOFOLLOW_LINKS);
        return Optional.ofNullable(hardLinks.putIfAbsent(inode, name));
    }

    private TarArchiveEntry header(Path path, String name, BasicFileAttributes attributes) throws IOException {
        var header = InitialEntries.owned(new TarArchiveEntry(name));
        header.setLastModifiedTime(attributes.lastModifiedTime());
        if (unix) {
            header.setMode((int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & PERMISSIONS);
        }
        return header;
    }

    @Override
    public void close() {}
}
