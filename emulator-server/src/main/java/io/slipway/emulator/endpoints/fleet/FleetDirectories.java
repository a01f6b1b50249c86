package io.slipway.emulator.endpoints.fleet;

import io.slipway.emulator.job.Workspaces;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where the model data of endpoints lies while they run: containers that outlive the program go on to read it.
 *
 * @param root on the file system of the object store's files, so that they can be linked; all below it is ours
 */
public record FleetDirectories(Path root) {

    Path of(String fleet) {
        return root.resolve(fleet);
    }

    void remove(String fleet) {
        Workspaces.deleteTree(of(fleet));
    }

    /** Removes those of all other fleets. */
    void retain(Set<String> fleets) {
        if (!Files.isDirectory(root)) {
            return;
        }
        for (String name : names()) {
            if (!fleets.contains(name)) {
                remove(name);
            }
        }
    }

    private List<String> names() {
        try (Stream<Path> all = Files.list(root)) {
            return all.map(path -> String.valueOf(path.getFileName())).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
