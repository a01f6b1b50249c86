package io.slipway.emulator.processing;

import java.util.List;
import java.util.Optional;

/** A directory of a processing container that a request names. */
final class LocalPath {

    private LocalPath() {}

    /** Without doubled and final slashes; empty if it is none that a job may use. */
    static Optional<String> normalized(String path) {
        if (!path.startsWith(ContainerPaths.PROCESSING + "/") || path.chars().anyMatch(Character::isISOControl)) {
            return Optional.empty();
        }
        List<String> segments = List.of(path.split("/+"));
        boolean climbs = segments.contains("..") || segments.contains(".");
        String normalized = String.join("/", segments);
        return climbs || normalized.equals(ContainerPaths.PROCESSING) ? Optional.empty() : Optional.of(normalized);
    }

    /** @throws IllegalStateException for one that the rules have not passed */
    static String of(String path) {
        return normalized(path).orElseThrow(() -> new IllegalStateException("no local path: " + path));
    }
}
