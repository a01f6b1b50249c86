package io.slipway.emulator.training;

import io.slipway.container.Mount;
import io.slipway.emulator.job.JobFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The EFS and FSx file systems of jobs: directories of this machine, by file system id. */
public final class FileSystems {

    private final Map<String, Path> directories;

    public FileSystems(Map<String, Path> directories) {
        this.directories = Map.copyOf(directories);
    }

    /**
     * Where containers find the channels that come from file systems.
     *
     * @throws JobFailure in the service's manner, if one cannot be mounted
     */
    List<Mount> mounts(List<FileSystemChannel> channels) {
        return channels.stream().map(this::mount).toList();
    }

    private Mount mount(FileSystemChannel channel) {
        return new Mount(
                locate(channel),
                ContainerPaths.DATA + "/" + channel.name(),
                channel.writable() ? Mount.Mode.READ_WRITE : Mount.Mode.READ_ONLY);
    }

    private Path locate(FileSystemChannel channel) {
        Path root = Optional.ofNullable(directories.get(channel.fileSystemId()))
                .orElseThrow(() -> failure(
                        channel,
                        "There is no such file system; --file-systems " + channel.fileSystemId()
                                + "=DIRECTORY tells Slipway where it is."));
        try {
            Path top = root.toRealPath();
            Path found =
                    top.resolve(channel.directory().replaceFirst("^/+", "")).toRealPath();
            // Neither ".." nor a link leads out.
            if (Files.isDirectory(found) && found.startsWith(top)) {
                return found;
            }
        } catch (IOException | InvalidPathException e) {
            throw incorrectPath(channel);
        }
        throw incorrectPath(channel);
    }

    private static JobFailure incorrectPath(FileSystemChannel channel) {
        return failure(
                channel, "Incorrect mount path. Please ensure the mount path specified exists on the filesystem.");
    }

    private static JobFailure failure(FileSystemChannel channel, String detail) {
        return new JobFailure("ClientError: Unable to mount file system: " + channel.fileSystemId()
                + ", directory path: " + channel.directory() + ". " + detail);
    }
}
