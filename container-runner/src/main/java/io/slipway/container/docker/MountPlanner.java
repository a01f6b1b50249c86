package io.slipway.container.docker;

import com.github.dockerjava.api.model.Driver;
import com.github.dockerjava.api.model.MountType;
import com.github.dockerjava.api.model.VolumeOptions;
import io.slipway.container.ContainerSpec;
import io.slipway.container.EngineException;
import io.slipway.container.InitialFile;
import io.slipway.container.Mount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a container gets its mounts and initial files. An engine on this machine binds the read-only mounts and lays an
 * overlay over the others, so that nothing is copied; the overlay is an anonymous volume of the {@code local} driver,
 * which the engine mounts and removes with the container. Where the engine cannot do that, the files are copied in.
 *
 * <p>If this process may delete what containers write, initial directories are shared too: the engine's archive calls,
 * each of which costs a process of the engine's, are then needed neither before the container nor after it.
 */
final class MountPlanner {

    /** Has a meaning in the options of an overlay. */
    private static final String SPECIAL = ",:\\";

    /**
     * @param mounts for the engine
     * @param copied mounts to be put into the container's own file system
     * @param uploaded initial files to be put there
     * @param read what can be read here once the container has ended
     * @param scratch what to clear when the container is gone
     */
    record Plan(
            List<com.github.dockerjava.api.model.Mount> mounts,
            List<Mount> copied,
            List<InitialFile> uploaded,
            SharedDirectories read,
            Optional<Path> scratch) {}

    private final Scratch scratch;
    private final boolean mayDelete;
    private final boolean desktop;

    /** An engine that once could not share files is not asked again. */
    private volatile boolean sharing;

    MountPlanner(Scratch scratch, EngineTraits traits, boolean root) {
        this.scratch = scratch;
        this.mayDelete = root || traits.rootless();
        this.desktop = traits.desktop();
        this.sharing = traits.local() && scratch.root().toString().chars().noneMatch(c -> SPECIAL.indexOf(c) >= 0);
    }

    boolean sharing() {
        return sharing;
    }

    void stopSharing() {
        sharing = false;
    }

    Plan copying(ContainerSpec spec) {
        spec.mounts().stream()
                .filter(mount -> mount.mode() == Mount.Mode.LIVE || mount.mode() == Mount.Mode.READ_WRITE)
                .forEach(MountPlanner::refuse);
        return new Plan(List.of(), spec.mounts(), spec.files(), new SharedDirectories(), Optional.empty());
    }

    Plan sharing(ContainerSpec spec) {
        boolean needed = spec.mounts().stream().anyMatch(mount -> mount.mode() == Mount.Mode.COPY_ON_WRITE)
                || (mayDelete && spec.files().stream().anyMatch(InitialFile.EmptyDirectory.class::isInstance));
        Optional<Path> directory = needed ? Optional.of(scratch.open(spec)) : Optional.empty();
        try {
            return sharing(spec, directory);
        } catch (IOException e) {
            directory.ifPresent(left -> scratch.clear(left, spec.image()));
            throw new EngineException("the mounts cannot be prepared: " + Reasons.of(e), e);
        }
    }

    private Plan sharing(ContainerSpec spec, Optional<Path> directory) throws IOException {
        List<com.github.dockerjava.api.model.Mount> mounts = new ArrayList<>();
        var laid = new SharedDirectories();
        var read = new SharedDirectories();
        for (Mount mount : spec.mounts()) {
            switch (mount.mode()) {
                case READ_ONLY -> mounts.add(readOnly(mount));
                case LIVE -> {
                    if (desktop) {
                        // Files of the two machines are shared, but a pipe has its ends in one kernel.
                        refuse(mount);
                    }
                    mounts.add(readOnly(mount));
                }
                case READ_WRITE -> mounts.add(bind(mount.source().toAbsolutePath(), mount.target()));
                case COPY_ON_WRITE -> {
                    Path own = Files.createDirectory(directory.orElseThrow().resolve("mount-" + mounts.size()));
                    mounts.add(overlay(mount, own, spec.labels()));
                    laid.add(mount.target(), own.resolve("upper"));
                }
            }
        }
        List<InitialFile> uploaded = new ArrayList<>();
        for (InitialFile file : directoriesFirst(spec.files())) {
            if (isMount(file, spec) || laid.lay(file)) {
                continue;
            }
            if (mayDelete && file instanceof InitialFile.EmptyDirectory empty) {
                Path own = Files.createDirectory(directory.orElseThrow().resolve("directory-" + mounts.size()));
                mounts.add(bind(SharedDirectories.openToAll(own), empty.path()));
                laid.add(empty.path(), own);
                if (spec.mounts().stream().noneMatch(mount -> mount.target().startsWith(empty.path() + "/"))) {
                    read.add(empty.path(), own);
                }
            } else {
                uploaded.add(file);
            }
        }
        return new Plan(mounts, List.of(), uploaded, read, directory);
    }

    private static boolean isMount(InitialFile file, ContainerSpec spec) {
        return spec.mounts().stream().anyMatch(mount -> mount.target().equals(file.path()));
    }

    private static List<InitialFile> directoriesFirst(List<InitialFile> files) {
        return files.stream()
                .sorted(Comparator.<InitialFile, Boolean>comparing(InitialFile.RegularFile.class::isInstance)
                        .thenComparing(InitialFile::path))
                .toList();
    }

    private static void refuse(Mount mount) {
        throw new EngineException("Docker does not share files with this machine, but " + mount.target()
                + " needs that: it changes while the container runs");
    }

    void clear(Plan plan, ContainerSpec spec) {
        plan.scratch().ifPresent(directory -> scratch.clear(directory, spec.image()));
    }

    private static com.github.dockerjava.api.model.Mount readOnly(Mount mount) {
        return bind(mount.source().toAbsolutePath(), mount.target()).withReadOnly(true);
    }

    private static com.github.dockerjava.api.model.Mount bind(Path source, String target) {
        return new com.github.dockerjava.api.model.Mount()
                .withType(MountType.BIND)
                .withSource(source.toString())
                .withTarget(target);
    }

    private static com.github.dockerjava.api.model.Mount overlay(
            Mount mount, Path directory, Map<String, String> labels) throws IOException {
        Path upper = Files.createDirectory(directory.resolve("upper"));
        Path work = Files.createDirectory(directory.resolve("work"));
        // The link stands in for a path that may hold characters that mean something in the options.
        Path lower = Files.createSymbolicLink(
                directory.resolve("lower"), mount.source().toAbsolutePath());
        Files.setPosixFilePermissions(upper, Files.getPosixFilePermissions(mount.source()));
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
