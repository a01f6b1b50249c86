package io.slipway.emulator.training;

import io.slipway.container.Mount;
import io.slipway.emulator.job.Workspace;
import io.slipway.s3.ObjectStore;
import io.slipway.s3.S3Uri;
import io.slipway.s3.transfer.ChannelDownload;
import io.slipway.s3.transfer.ObjectSelection;
import io.slipway.s3.transfer.S3Source;
import io.slipway.s3.transfer.SelectedObject;
import io.slipway.s3.transfer.Shard;
import io.slipway.s3.transfer.TransferException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Brings the channels and checkpoints of a job to directories that its containers are given. */
final class TrainingData {

    private final ObjectStore objects;
    private final ChannelDownload downloads;
    private final Workspace workspace;

    TrainingData(ObjectStore objects, Workspace workspace) {
        this.objects = objects;
        this.downloads = new ChannelDownload(objects);
        this.workspace = workspace;
    }

    /** The mounts of each host, by its name. */
    Map<String, List<Mount>> prepare(List<Channel> channels, Optional<Checkpoints> checkpoints, List<Host> hosts)
            throws InterruptedException {
        for (Channel channel : channels) {
            if (channel.isFastFile()) {
                checkFastFile(channel);
            }
        }
        boolean sameForAll = channels.stream().allMatch(Channel::isSameForAll);
        Map<String, List<Mount>> mounts = new HashMap<>();
        for (Host host : hosts) {
            boolean done = sameForAll && !host.equals(hosts.getFirst());
            mounts.put(
                    host.name(),
                    done ? mounts.get(hosts.getFirst().name()) : prepare(channels, checkpoints, host, hosts));
        }
        return mounts;
    }

    private List<Mount> prepare(List<Channel> channels, Optional<Checkpoints> checkpoints, Host host, List<Host> hosts)
            throws InterruptedException {
        Path data = workspace.subdirectory(host.name() + "/data");
        List<Mount> mounts = new ArrayList<>();
        for (Channel channel : channels) {
            Optional<Shard> shard = channel.shardOf(host, hosts);
            if (shard.isEmpty()) {
                continue;
            }
            Path target = data.resolve(channel.name());
            if (channel.isFastFile()) {
                // The place to mount it at.
                workspace.subdirectory(host.name() + "/data/" + channel.name());
                target = workspace.subdirectory(host.name() + "/fastfile").resolve(channel.name());
                mounts.add(new Mount(target, ContainerPaths.DATA + "/" + channel.name(), Mount.Mode.READ_ONLY));
            }
            downloads.download(channel.source(), shard.get(), target, data.resolve(channel.name() + "-manifest"));
        }
        if (checkpoints.isPresent()) {
            Path restored = workspace.subdirectory(host.name() + "/checkpoints");
            long files = downloads
                    .download(
                            new S3Source.Prefix(checkpoints.get().folder()),
                            Shard.WHOLE,
                            restored,
                            data.resolve("checkpoints-manifest"))
                    .files();
            if (files > 0) {
                mounts.add(new Mount(restored, checkpoints.get().localPath(), Mount.Mode.COPY_ON_WRITE));
            }
        }
        if (!channels.isEmpty() || checkpoints.isPresent()) {
            mounts.addFirst(new Mount(data, ContainerPaths.DATA, Mount.Mode.COPY_ON_WRITE));
        }
        return mounts;
    }

    /** What is mounted cannot begin in the middle of a name. */
    private void checkFastFile(Channel channel) {
        if (!(channel.source() instanceof S3Source.Prefix)) {
            throw new TransferException("For FastFile mode, only S3Prefix is supported.");
        }
        S3Uri prefix = channel.source().uri();
        if (prefix.key().isEmpty() || prefix.key().endsWith("/")) {
            return;
        }
        for (SelectedObject selected : ObjectSelection.of(objects, channel.source())) {
            String key = selected.object().uri().key();
            if (!key.equals(prefix.key()) && !key.startsWith(prefix.key() + "/")) {
                throw new TransferException(
                        "Failed to download data. For FastFile mode, partial S3 prefix is not supported. S3 prefix has to"
                                + " end with a full file or folder. Add a trailing '/' to the S3 prefix if it ends with a"
                                + " folder name that is also a prefix for other folders. Current S3 prefix: [" + prefix
                                + "], found S3 object: [" + selected.object().uri() + "]");
            }
        }
    }
}
