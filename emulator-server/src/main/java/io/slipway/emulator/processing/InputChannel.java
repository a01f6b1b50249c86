package io.slipway.emulator.processing;

import io.slipway.emulator.wire.Document;
import io.slipway.s3.transfer.S3Source;
import io.slipway.s3.transfer.Shard;
import java.util.List;

/**
 * What a job reads from S3 before it starts.
 *
 * @param localPath directory in the container
 * @param sharded whether each instance gets a part of the objects
 */
record InputChannel(String name, S3Source source, String localPath, boolean sharded) {

    /** Those of a request that the platform brings; an application brings the ones that it manages itself. */
    static List<InputChannel> of(Document job) {
        return job.documents("ProcessingInputs").stream()
                .filter(input -> !input.isTrue("AppManaged") && input.has("S3Input"))
                .map(input -> new InputChannel(
                        input.getString("InputName"),
                        S3Source.of(input.getString("S3Input.S3DataType"), input.getString("S3Input.S3Uri")),
                        LocalPath.of(input.getString("S3Input.LocalPath")),
                        input.findString("S3Input.S3DataDistributionType")
                                .filter("ShardedByS3Key"::equals)
                                .isPresent()))
                .toList();
    }

    /** @param instance from 1 */
    Shard shardOf(int instance, int instances) {
        return sharded ? new Shard(instance, instances) : Shard.WHOLE;
    }
}
