package io.slipway.emulator.training;

import static java.util.stream.Collectors.toMap;

import io.slipway.container.Mount;
import io.slipway.emulator.job.PipeFeed;
import io.slipway.emulator.job.Workspace;
import io.slipway.s3.ObjectStore;
import io.slipway.s3.transfer.ChannelDownload;
import io.slipway.s3.transfer.ObjectSelection;
import io.slipway.s3.transfer.S3Source;
import io.slipway.s3.transfer.Shard;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Brings the channels and checkpoints of a job to directories that its containers are given. */
final class TrainingData {

    /** More are not looked through twice, first for what they are and then for their bytes. */
    private static final int MOST_SHARED = 20_000;

    private final ObjectStore objects;
    private final SharedChannels shared;
    private final ChannelDownload downloads;
    private final Workspace workspace;
    private final List<S3Channel> channels;
    private final List<FileSystemChannel> mounted;
    private final FileSystems fileSystems;
    private final Optional<Checkpoints> checkpoints;
    private final boolean piped;

    TrainingData(
            ObjectStore objects,
            SharedChannels shared,
            FileSystems fileSystems,
            Workspace workspace,
            List<Channel> channels,
            Optional<Checkpoints> checkpoints) {
        this.objects = objects;
        this.shared = shared;
        this.downloads = new ChannelDownload(objects);
        this.workspace = workspace;
        this.fileSystems = fileSystems;
        this.channels = select(channels, S3Channel.class);
        this.mounted = select(channels, FileSystemChannel.class);
        this.checkpoints = checkpoints;
        this.piped = this.channels.stream().anyMatch(S3Channel::isPipe);
    }

    private static <C extends Channel> List<C> select(List<Channel> channels, Class<C> kind) {
        return channels.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /**
     * What is ready for the containers.
     *
     * @param mounts of each host, by its name
     * @param pipes of all hosts, to be started with the containers
     */
    record Prepared(Map<String, List<Mount>> mounts, List<PipeFeed> pipes) {}

    Prepared prepare(List<Host> hosts) throws InterruptedException {
        List<Mount> ofFileSystems = fileSystems.mounts(mounted);
        for (S3Channel channel : channels) {
            if (channel.isFastFile()) {
                FastFileRules.check(objects, channel.source());
            }
        }
        Optional<Path> common = shared();
        if (common.isPresent()) {
            List<Mount> same = new ArrayList<>(ofFileSystems);
            same.addFirst(new Mount(common.get(), ContainerPaths.DATA, Mount.Mode.COPY_ON_WRITE));
            return new Prepared(hosts.stream().collect(toMap(Host::name, host -> same)), List.of());
        }
        boolean sameForAll = channels.stream().allMatch(S3Channel::isSameForAll);
        Map<String, List<Mount>> mounts = new HashMap<>();
        List<PipeFeed> pipes = new ArrayList<>();
        for (Host host : hosts) {
            boolean done = sameForAll && !host.equals(hosts.getFirst());
            mounts.put(
                    host.name(),
                    done ? mounts.get(hosts.getFirst().name()) : prepare(host, hosts, ofFileSystems, pipes));
        }
        return new Prepared(mounts, pipes);
    }

    /** The data in a directory that other jobs have, too; empty if they are this job's own. */
    private Optional<Path> shared() throws InterruptedException {
        boolean plain = checkpoints.isEmpty()
                && !channels.isEmpty()
                && channels.stream().allMatch(channel -> channel.isSameForAll() && !channel.isFastFile());
        if (!plain) {
            return Optional.empty();
        }
        Map<String, ObjectSelection> selections = new LinkedHashMap<>();
        for (S3Channel channel : channels) {
            Optional<ObjectSelection> listed = channel.selection(objects).listed(MOST_SHARED);
            if (listed.isEmpty()) {
                return Optional.empty();
            }
            selections.put(channel.name(), listed.get());
        }
        SharedChannels.Lease lease = shared.lease(ContentKey.of(selections), directory -> {
            for (Map.Entry<String, ObjectSelection> channel : selections.entrySet()) {
                downloads.download(
                        channel.getValue(),
                        Shard.WHOLE,
                        directory.resolve(channel.getKey()),
                        directory.resolve(channel.getKey() + "-manifest"));
            }
        });
        workspace.onClose(lease::close);
        return Optional.of(lease.directory());
    }

    private List<Mount> prepare(Host host, List<Host> hosts, List<Mount> ofFileSystems, List<PipeFeed> pipes)
            throws InterruptedException {
        if (channels.isEmpty() && mounted.isEmpty() && checkpoints.isEmpty()) {
            return List.of();
        }
        Path data = workspace.subdirectory(host.name() + "-data");
        List<Mount> mounts = new ArrayList<>(ofFileSystems);
        for (FileSystemChannel channel : mounted) {
            placeOf(host, channel);
        }
        for (S3Channel channel : channels) {
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
                placeOf(host, channel);
                target = workspace.subdirectory(host.name() + "-channels").resolve(channel.name());
                mounts.add(new Mount(
                        target,
                        ContainerPaths.DATA + "/" + channel.name(),
                        channel.isFastFile() ? Mount.Mode.READ_ONLY : Mount.Mode.COPY_ON_WRITE));
            }
            downloads.download(channel.selection(objects), shard.get(), target, manifest);
        }
        restoreCheckpoints(host, data).ifPresent(mounts::add);
        // A pipe has its ends in one and the same directory, not in a layer over it.
        mounts.addFirst(new Mount(data, ContainerPaths.DATA, piped ? Mount.Mode.LIVE : Mount.Mode.COPY_ON_WRITE));
        return mounts;
    }

    /** Something can only be mounted at a directory that is there. */
    private void placeOf(Host host, Channel channel) {
        workspace.subdirectory(host.name() + "-data/" + channel.name());
    }

    private Optional<Mount> restoreCheckpoints(Host host, Path data) throws InterruptedException {
        if (checkpoints.isEmpty()) {
            return Optional.empty();
        }
        Path restored = workspace.subdirectory(host.name() + "-checkpoints");
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
