package io.slipway.container.simulated;

import io.slipway.container.InitialFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** The file system of a simulated container, in memory. */
final class SimulatedFiles {

    private static final int EXECUTABLE = 0755;

    /** By path, parents before what is in them; a directory has no content. */
    private final ConcurrentSkipListMap<Path, Optional<byte[]>> entries = new ConcurrentSkipListMap<>();

    SimulatedFiles(List<InitialFile> initial, Map<String, byte[]> written) {
        for (InitialFile file : initial) {
            switch (file) {
                case InitialFile.RegularFile regular ->
                    put(regular.path(), Optional.of(regular.content().getBytes(StandardCharsets.UTF_8)));
                case InitialFile.EmptyDirectory empty -> put(empty.path(), Optional.empty());
            }
        }
        written.forEach((path, content) -> put(path, Optional.of(content)));
    }

    void copyIn(Path source, String target) {
        try (Stream<Path> tree = Files.walk(source)) {
            for (Path file : tree.toList()) {
                String name = target + "/" + source.relativize(file);
                put(name, Files.isDirectory(file) ? Optional.empty() : Optional.of(Files.readAllBytes(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void put(String name, Optional<byte[]> content) {
        Path path = Path.of(name).normalize();
        for (Path parent = path.getParent(); parent != null; parent = parent.getParent()) {
            entries.putIfAbsent(parent, Optional.empty());
        }
        entries.put(path, content);
    }

    Optional<byte[]> file(String path) {
        return entries.getOrDefault(Path.of(path).normalize(), Optional.empty());
    }

    Optional<InputStream> directory(String name) {
        Path root = Path.of(name).normalize();
        boolean isDirectory = entries.containsKey(root) && file(name).isEmpty();
        return isDirectory ? Optional.of(new ByteArrayInputStream(tar(root))) : Optional.empty();
    }

    private byte[] tar(Path root) {
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            tar.setAddPaxHeadersForNonAsciiNames(true);
            for (Map.Entry<Path, Optional<byte[]>> entry : entries.entrySet()) {
                Path path = entry.getKey();
                if (path.startsWith(root) && !path.equals(root)) {
                    write(tar, root.relativize(path).toString(), entry.getValue());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(TarArchiveOutputStream tar, String name, Optional<byte[]> content) throws IOException {
        if (content.isEmpty()) {
            var directory = new TarArchiveEntry(name + "/");
            directory.setMode(EXECUTABLE);
            tar.putArchiveEntry(directory);
            tar.closeArchiveEntry();
            return;
        }
        var file = new TarArchiveEntry(name);
        file.setSize(content.get().length);
        tar.putArchiveEntry(file);
        tar.write(content.get());
        tar.closeArchiveEntry();
    }
}
