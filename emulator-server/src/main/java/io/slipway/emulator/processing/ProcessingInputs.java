package io.slipway.emulator.processing;

import io.slipway.container.Mount;
import io.slipway.emulator.job.FailureReasons;
import io.slipway.emulator.job.JobFailure;
import io.slipway.emulator.job.Workspace;
import io.slipway.emulator.wire.Document;
import io.slipway.s3.ObjectStore;
import io.slipway.s3.ObjectStoreException;
import io.slipway.s3.transfer.ChannelDownload;
import io.slipway.s3.transfer.ObjectSelection;
import io.slipway.s3.transfer.TransferException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Brings the inputs of a job to directories that its containers are given. */
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
     * The mounts of each instance, in their order.
     *
     * @throws JobFailure if an input cannot be had
     */
    List<List<Mount>> download(Workspace workspace, int instances) throws InterruptedException {
        List<InputChannel> channels = InputChannel.of(job);
        boolean sharded = channels.stream().anyMatch(InputChannel::sharded);
        List<List<Mount>> mounts = new ArrayList<>();
        try {
            for (InputChannel channel : channels) {
                checkThere(channel);
            }
            for (int instance = 1; instance <= instances; instance++) {
                boolean same = instance > 1 && !sharded;
                mounts.add(same ? mounts.getFirst() : download(channels, workspace, instance, instances));
            }
        } catch (TransferException e) {
            throw new JobFailure(FailureReasons.ofDownload(String.valueOf(e.getMessage())), e);
        } catch (ObjectStoreException e) {
            throw new JobFailure(FailureReasons.ofDownload(e.getMessage() + " (" + e.code() + ")"), e);
        }
        return mounts;
    }

    private List<Mount> download(List<InputChannel> channels, Workspace workspace, int instance, int instances)
            throws InterruptedException {
        Path own = workspace.subdirectory("instance-" + instance);
        List<Mount> mounts = new ArrayList<>();
        for (InputChannel channel : channels) {
            Path directory = own.resolve("input-" + mounts.size());
            new ChannelDownload(objects)
                    .download(
                            channel.source(),
                            channel.shardOf(instance, instances),
                            directory,
                            own.resolve("manifest-" + mounts.size()));
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
