package io.slipway.emulator.training;

import io.slipway.container.Mount;
import io.slipway.emulator.job.Workspace;
import io.slipway.s3.ObjectStore;
import io.slipway.s3.transfer.ChannelDownload;
import io.slipway.s3.transfer.S3Source;
import io.slipway.s3.transfer.Shard;
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
    private final List<Channel> channels;
    private final Optional<Checkpoints> checkpoints;
    private final boolean piped;

    TrainingData(ObjectStore objects, Workspace workspace, List<Channel> channels, Optional<Checkpoints> checkpoints) {
        this.objects = objects;
        this.downloads = new ChannelDownload(objects);
        this.workspace = workspace;
        this.channels = channels;
        this.checkpoints = checkpoints;
        this.piped = channels.stream().anyMatch(Channel::isPipe);
    }

    /**
     * What is ready for the containers.
     *
     * @param mounts of each host, by its name
     * @param pipes of all hosts, to be started with the containers
     */
    record Prepared(Map<String, List<Mount>> mounts, List<PipeFeed> pipes) {}

    Prepared prepare(List<Host> hosts) throws InterruptedException {
        for (Channel channel : channels) {
            if (channel.isFastFile()) {
                FastFileRules.check(objects, channel.source());
            }
        }
        boolean sameForAll = channels.stream().allMatch(Channel::isSameForAll);
        Map<String, List<Mount>> mounts = new HashMap<>();
        List<PipeFeed> pipes = new ArrayList<>();
        for (Host host : hosts) {
            boolean done = sameForAll && !host.equals(hosts.getFirst());
            mounts.put(host.name(), done ? mounts.get(hosts.getFirst().name()) : prepare(host, hosts, pipes));
        }
        return new Prepared(mounts, pipes);
    }

    private List<Mount> prepare(Host host, List<Host> hosts, List<PipeFeed> pipes) throws InterruptedException {
        Path data = workspace.subdirectory(host.name() + "/data");
        List<Mount> mounts = new ArrayList<>();
        for (Channel channel : channels) {
            Optional<Shard> shard = channel.shardOf(host, hosts);
            if (shard.isEmpty()) {
                continue;
            }
            Path manifest = data.resolve(channel.name() + "-manifest");
            if (channel.isPipe()) {
                downloads.list(channel.source(), manifest);
                pipes.add(new PipeFeed(data, channel.name(), channel.stream(objects), shard.get()));
                continue;
            }
            Path target = data.resolve(channel.name());
            if (channel.isFastFile() || piped) {
                // The place to mount it at.
                workspace.subdirectory(host.name() + "/data/" + channel.name());
                target = workspace.subdirectory(host.name() + "/channels").resolve(channel.name());
                mounts.add(new Mount(
                        target,
                        ContainerPaths.DATA + "/" + channel.name(),
                        channel.isFastFile() ? Mount.Mode.READ_ONLY : Mount.Mode.COPY_ON_WRITE));
            }
            downloads.download(channel.selection(objects), shard.get(), target, manifest);
        }
        restoreCheckpoints(host, data).ifPresent(mounts::add);
        if (!channels.isEmpty() || checkpoints.isPresent()) {
            // A pipe has its ends in one and the same directory, not in a layer over it.
            mounts.addFirst(new Mount(data, ContainerPaths.DATA, piped ? Mount.Mode.LIVE : Mount.Mode.COPY_ON_WRITE));
        }
        return mounts;
    }

    private Optional<Mount> restoreCheckpoints(Host host, Path data) throws InterruptedException {
        if (checkpoints.isEmpty()) {
            return Optional.empty();
        }
        Path restored = workspace.subdirectory(host.name() + "/checkpoints");
        long files = downloads
                .download(
                        new S3Source.Prefix(checkpoints.get().folder()),
                        Shard.WHOLE,
                        restored,
                        data.resolve("checkpoints-manifest"))
                .files();
        return files == 0
                ? Optional.empty()
                : Optional.of(new Mount(restored, checkpoints.get().localPath(), Mount.Mode.COPY_ON_WRITE));
    }
}
