package io.slipway.container.docker;

import io.slipway.container.InitialFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/** Directories of a container that are directories of this machine, by their paths in the container. */
final class SharedDirectories {

    private record Shared(Path target, Path host) {}

    private final List<Shared> all = new ArrayList<>();

    void add(String target, Path host) {
        all.add(new Shared(Path.of(target).normalize(), host));
    }

    /** Writes an initial file where the container will see it, if that is in one of these directories. */
    boolean lay(InitialFile file) throws IOException {
        Optional<Path> found = locate(file.path());
        if (found.isEmpty()) {
            return false;
        }
        Path host = found.get();
        switch (file) {
            case InitialFile.RegularFile regular -> {
                Files.createDirectories(parent(host));
                Files.writeString(host, regular.content());
            }
            case InitialFile.EmptyDirectory empty -> openToAll(Files.createDirectories(host));
        }
        return true;
    }

    /** Images may run as any user. */
    static Path openToAll(Path directory) throws IOException {
        Files.setPosixFilePermissions(directory, EnumSet.allOf(PosixFilePermission.class));
        return directory;
    }

    Optional<InputStream> directory(String path) throws IOException {
        Optional<Path> found = plain(path).filter(host -> Files.isDirectory(host, LinkOption.NOFOLLOW_LINKS));
        if (found.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new TarStream(new DirectoryEntries(found.get(), "", relative -> true)));
    }

    Optional<byte[]> file(String path, int maximumBytes) throws IOException {
        Optional<Path> found = plain(path).filter(host -> Files.isRegularFile(host, LinkOption.NOFOLLOW_LINKS));
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try (InputStream content = Files.newInputStream(found.get(), LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of(content.readNBytes(maximumBytes));
        }
    }

    /** A link that a container made means another file here than there, so a way over one is left to the engine. */
    private Optional<Path> plain(String path) {
        Path inside = Path.of(path).normalize();
        Optional<Shared> shared = around(inside);
        if (shared.isEmpty()) {
            return Optional.empty();
        }
        Path host = shared.get().host();
        for (Path name : shared.get().target().relativize(inside)) {
            host = host.resolve(name);
            if (Files.isSymbolicLink(host)) {
                return Optional.empty();
            }
        }
        return Optional.of(host);
    }

    private Optional<Path> locate(String path) {
        Path inside = Path.of(path).normalize();
        return around(inside)
                .map(shared -> shared.host().resolve(shared.target().relativize(inside)));
    }

    private Optional<Shared> around(Path inside) {
        return all.stream()
                .filter(shared -> inside.startsWith(shared.target()))
                .max(Comparator.comparingInt(shared -> shared.target().getNameCount()));
    }

    private static Path parent(Path path) {
        Path parent = path.getParent();
        return parent == null ? path : parent;
    }
}
