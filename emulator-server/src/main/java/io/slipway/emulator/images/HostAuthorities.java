package io.slipway.emulator.images;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The certificate authorities that this machine trusts beside the usual ones, as company proxies need them. */
public final class HostAuthorities {

    private final Map<String, byte[]> files = new TreeMap<>();

    /** @param directory where Debian keeps them, {@code /usr/local/share/ca-certificates}; need not exist */
    public HostAuthorities(Path directory) {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (Stream<Path> found = Files.list(directory)) {
            for (Path file :
                    found.filter(path -> path.toString().endsWith(".crt")).toList()) {
                files.put("ca/" + file.getFileName(), Files.readAllBytes(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the certificate authorities in " + directory, e);
        }
    }

    /** Files for the context of a build, by their path in it. */
    public Map<String, byte[]> files() {
        return Map.copyOf(files);
    }
}
