package io.slipway.emulator.processing;

import io.slipway.emulator.wire.Document;
import io.slipway.s3.ObjectStore;
import io.slipway.s3.transfer.ChannelStream;
import io.slipway.s3.transfer.RecordStream;
import io.slipway.s3.transfer.S3Source;
import io.slipway.s3.transfer.Shard;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a job reads from S3.
 *
 * @param localPath directory in the container
 * @param sharded whether each instance gets a part of the objects
 * @param piped whether it comes through FIFOs while the job runs, in place of files before it starts
 * @param gzip whether what comes through FIFOs is unpacked on its way
 */
record InputChannel(String name, S3Source source, String localPath, boolean sharded, boolean piped, boolean gzip) {

    /** Those of a request that the platform brings; an application brings the ones that it manages itself. */
    static List<InputChannel> of(Document job) {
        return job.documents("ProcessingInputs").stream()
                .filter(input -> !input.isTrue("AppManaged") && input.has("S3Input"))
                .map(input -> new InputChannel(
                        input.getString("InputName"),
                        S3Source.of(input.getString("S3Input.S3DataType"), input.getString("S3Input.S3Uri")),
                        LocalPath.of(input.getString("S3Input.LocalPath")),
                        has(input, "S3DataDistributionType", "ShardedByS3Key"),
                        has(input, "S3InputMode", "Pipe"),
                        has(input, "S3CompressionType", "Gzip")))
                .toList();
    }

    private static boolean has(Document input, String member, String value) {
        return input.findString("S3Input." + member).filter(value::equals).isPresent();
    }

    ChannelStream stream(ObjectStore objects) {
        return new ChannelStream(objects, source, new RecordStream.Format(gzip, false), OptionalLong.empty());
    }

    /** @param instance from 1 */
    Shard shardOf(int instance, int instances) {
        return sharded ? new Shard(instance, instances) : Shard.WHOLE;
    }
}
