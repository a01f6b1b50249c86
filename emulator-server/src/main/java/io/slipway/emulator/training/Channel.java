package io.slipway.emulator.training;

import io.slipway.emulator.wire.Document;
import io.slipway.s3.transfer.S3Source;
import io.slipway.s3.transfer.Shard;
import java.util.List;
import java.util.Optional;

/**
 * An input of a job.
 *
 * @param groups the instance groups that get it; all if empty
 */
record Channel(String name, S3Source source, String inputMode, boolean sharded, List<String> groups, Document request) {

    Channel {
        groups = List.copyOf(groups);
    }

    static List<Channel> of(Document job) {
        String defaultMode = job.getString("AlgorithmSpecification.TrainingInputMode");
        return job.documents("InputDataConfig").stream()
                .map(channel -> of(channel, defaultMode))
                .toList();
    }

    private static Channel of(Document channel, String defaultMode) {
        Document data = channel.findDocument("DataSource.S3DataSource").orElse(Document.EMPTY);
        return new Channel(
                channel.getString("ChannelName"),
                S3Source.of(data.getString("S3DataType"), data.getString("S3Uri")),
                channel.findString("InputMode").orElse(defaultMode),
                data.findString("S3DataDistributionType")
                        .filter("ShardedByS3Key"::equals)
                        .isPresent(),
                data.strings("InstanceGroupNames"),
                channel);
    }

    boolean isFastFile() {
        return inputMode.equals("FastFile");
    }

    /** The part that a host gets; empty if its group does not get the channel. */
    Optional<Shard> shardOf(Host host, List<Host> hosts) {
        List<Host> sharing = hosts.stream()
                .filter(other -> groups.isEmpty() || groups.contains(other.group()))
                .toList();
        int place = sharing.indexOf(host);
        if (place < 0) {
            return Optional.empty();
        }
        return Optional.of(sharded ? new Shard(place + 1, sharing.size()) : Shard.WHOLE);
    }

    /** Whether all hosts get the same. */
    boolean isSameForAll() {
        return !sharded && groups.isEmpty();
    }
}
