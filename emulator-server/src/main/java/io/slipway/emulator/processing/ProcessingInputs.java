package io.slipway.emulator.processing;

import io.slipway.container.Mount;
import io.slipway.emulator.job.FailureReasons;
import io.slipway.emulator.job.JobFailure;
import io.slipway.emulator.job.PipeFeed;
import io.slipway.emulator.job.Workspace;
import io.slipway.emulator.wire.Document;
import io.slipway.s3.ObjectStore;
import io.slipway.s3.ObjectStoreException;
import io.slipway.s3.transfer.ChannelDownload;
import io.slipway.s3.transfer.ObjectSelection;
import io.slipway.s3.transfer.Shard;
import io.slipway.s3.transfer.TransferException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Brings the inputs of a job to directories that its containers are given, or to pipes in them. */
final class ProcessingInputs {

    private final ObjectStore objects;
    private final String region;
    private final Document job;

    ProcessingInputs(ObjectStore objects, String region, Document job) {
        this.objects = objects;
        this.region = region;
        this.job = job;
    }

    /**
     * What is ready for the containers.
     *
     * @param mounts of each instance, in their order
     * @param pipes of all instances, to be started with the containers
     */
    record Prepared(List<List<Mount>> mounts, List<PipeFeed> pipes) {}

    /** @throws JobFailure if an input cannot be had */
    Prepared prepare(Workspace workspace, int instances) throws InterruptedException {
        List<InputChannel> channels = InputChannel.of(job);
        boolean sameForAll = channels.stream().noneMatch(channel -> channel.sharded() || channel.piped());
        List<List<Mount>> mounts = new ArrayList<>();
        List<PipeFeed> pipes = new ArrayList<>();
        try {
            for (InputChannel channel : channels) {
                checkThere(channel);
            }
            for (int instance = 1; instance <= instances; instance++) {
                boolean done = instance > 1 && sameForAll;
                mounts.add(done ? mounts.getFirst() : prepare(channels, workspace, instance, instances, pipes));
            }
        } catch (TransferException | ObjectStoreException e) {
            throw new JobFailure(reason(e), e);
        }
        return new Prepared(mounts, pipes);
    }

    /** Why a job fails whose data cannot be had. */
    static String reason(RuntimeException failure) {
        return FailureReasons.ofDownload(
                failure instanceof ObjectStoreException refused
                        ? refused.getMessage() + " (" + refused.code() + ")"
                        : String.valueOf(failure.getMessage()));
    }

    private List<Mount> prepare(
            List<InputChannel> channels, Workspace workspace, int instance, int instances, List<PipeFeed> pipes)
            throws InterruptedException {
        Path own = workspace.subdirectory("instance-" + instance);
        List<Mount> mounts = new ArrayList<>();
        for (InputChannel channel : channels) {
            Shard shard = channel.shardOf(instance, instances);
            String name = "input-" + mounts.size();
            if (channel.piped()) {
                Path directory = workspace.subdirectory("instance-" + instance + "/" + name);
                pipes.add(new PipeFeed(directory, channel.name(), channel.stream(objects), shard));
                // A pipe has its ends in one and the same directory, not in a layer over it.
                mounts.add(new Mount(directory, channel.localPath(), Mount.Mode.LIVE));
                continue;
            }
            Path directory = own.resolve(name);
            Path manifest = own.resolve("manifest-" + mounts.size());
            new ChannelDownload(objects).download(channel.source(), shard, directory, manifest);
            mounts.add(new Mount(directory, channel.localPath(), Mount.Mode.COPY_ON_WRITE));
        }
        return mounts;
    }

    private void checkThere(InputChannel channel) {
        if (ObjectSelection.firstObject(objects, channel.source()).isEmpty()) {
            String reason = "ClientError: No S3 objects found under S3 URL \""
                    + channel.source().uri()
                    + "\" given in input data source. Please ensure that the bucket exists in the selected region ("
                    + region + "), that objects exist under that S3 prefix, and that the role \""
                    + job.getString("RoleArn") + "\" has \"s3:ListBucket\" permissions on bucket \""
                    + channel.source().uri().bucket() + "\".";
            throw new JobFailure(reason, new TransferException(channel.name() + " is empty"));
        }
    }
}
