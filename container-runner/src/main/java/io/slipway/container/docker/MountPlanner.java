package io.slipway.container.docker;

import com.github.dockerjava.api.model.Driver;
import com.github.dockerjava.api.model.MountType;
import com.github.dockerjava.api.model.VolumeOptions;
import io.slipway.container.ContainerSpec;
import io.slipway.container.EngineException;
import io.slipway.container.Mount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a container gets its mounts. An engine on this machine binds the read-only ones and lays an overlay over the
 * others, so that nothing is copied; the overlay is an anonymous volume of the {@code local} driver, which the engine
 * mounts and removes with the container. Where the engine cannot do that, the files are copied in.
 */
final class MountPlanner {

    /** Has a meaning in the options of an overlay. */
    private static final String SPECIAL = ",:\\";

    /**
     * @param shared mounts for the engine
     * @param copied to be put into the container's own file system
     * @param scratch what to clear when the container is gone
     */
    record Plan(List<com.github.dockerjava.api.model.Mount> shared, List<Mount> copied, Optional<Path> scratch) {}

    private final Scratch scratch;

    /** An engine that once could not share files is not asked again. */
    private volatile boolean sharing;

    MountPlanner(Scratch scratch, boolean local) {
        this.scratch = scratch;
        this.sharing = local && scratch.root().toString().chars().noneMatch(c -> SPECIAL.indexOf(c) >= 0);
    }

    boolean sharing() {
        return sharing;
    }

    void stopSharing() {
        sharing = false;
    }

    Plan copying(ContainerSpec spec) {
        return new Plan(List.of(), spec.mounts(), Optional.empty());
    }

    Plan sharing(ContainerSpec spec) {
        boolean writes = spec.mounts().stream().anyMatch(mount -> mount.mode() == Mount.Mode.COPY_ON_WRITE);
        Optional<Path> directory = writes ? Optional.of(scratch.open(spec)) : Optional.empty();
        try {
            List<com.github.dockerjava.api.model.Mount> shared = new ArrayList<>();
            for (Mount mount : spec.mounts()) {
                shared.add(
                        switch (mount.mode()) {
                            case READ_ONLY -> readOnly(mount);
                            case COPY_ON_WRITE ->
                                overlay(mount, directory.orElseThrow().resolve("" + shared.size()), spec.labels());
                        });
            }
            return new Plan(shared, List.of(), directory);
        } catch (IOException e) {
            directory.ifPresent(left -> scratch.clear(left, spec.image()));
            throw new EngineException("the mounts cannot be prepared: " + Reasons.of(e), e);
        }
    }

    void clear(Plan plan, ContainerSpec spec) {
        plan.scratch().ifPresent(directory -> scratch.clear(directory, spec.image()));
    }

    private static com.github.dockerjava.api.model.Mount readOnly(Mount mount) {
        return new com.github.dockerjava.api.model.Mount()
                .withType(MountType.BIND)
                .withSource(mount.source().toAbsolutePath().toString())
                .withTarget(mount.target())
                .withReadOnly(true);
    }

    private static com.github.dockerjava.api.model.Mount overlay(
            Mount mount, Path directory, Map<String, String> labels) throws IOException {
        Files.createDirectory(directory);
        Path upper = Files.createDirectory(directory.resolve("upper"));
        Path work = Files.createDirectory(directory.resolve("work"));
        // The link stands in for a path that may hold characters that mean something in the options.
        Path lower = Files.createSymbolicLink(
                directory.resolve("lower"), mount.source().toAbsolutePath());
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(mount.source());
        Files.setPosixFilePermissions(upper, permissions);
        String options = "lowerdir=" + lower + ",upperdir=" + upper + ",workdir=" + work;
        return new com.github.dockerjava.api.model.Mount()
                .withType(MountType.VOLUME)
                .withTarget(mount.target())
                .withVolumeOptions(new VolumeOptions()
                        .withNoCopy(true)
                        .withLabels(labels)
                        .withDriverConfig(new Driver()
                                .withName("local")
                                .withOptions(Map.of("type", "overlay", "device", "overlay", "o", options))));
    }
}
