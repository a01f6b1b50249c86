package io.slipway.emulator.training;

import io.slipway.emulator.wire.Document;
import io.slipway.s3.ObjectStore;
import io.slipway.s3.S3Uri;
import io.slipway.s3.transfer.ChannelStream;
import io.slipway.s3.transfer.ObjectSelection;
import io.slipway.s3.transfer.RecordStream;
import io.slipway.s3.transfer.S3Source;
import io.slipway.s3.transfer.Shard;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An input from S3.
 *
 * @param shuffleSeed of {@code ShuffleConfig}
 * @param groups the instance groups that get it; all if empty
 */
record S3Channel(
        String name,
        S3Source source,
        String inputMode,
        boolean sharded,
        OptionalLong shuffleSeed,
        List<String> groups,
        Document request)
        implements Channel {

    static final String AUGMENTED_MANIFEST = "AugmentedManifestFile";

    S3Channel {
        groups = List.copyOf(groups);
    }

    static S3Channel of(Document channel, String inputMode) {
        Document data = channel.findDocument("DataSource.S3DataSource").orElse(Document.EMPTY);
        return new S3Channel(
                channel.getString("ChannelName"),
                source(data),
                inputMode,
                data.findString("S3DataDistributionType")
                        .filter("ShardedByS3Key"::equals)
                        .isPresent(),
                channel.findLong("ShuffleConfig.Seed"),
                data.strings("InstanceGroupNames"),
                channel);
    }

    private static S3Source source(Document data) {
        String type = data.getString("S3DataType");
        String uri = data.getString("S3Uri");
        return type.equals(AUGMENTED_MANIFEST)
                ? new S3Source.AugmentedManifest(S3Uri.parse(uri), data.strings("AttributeNames"))
                : S3Source.of(type, uri);
    }

    boolean isFastFile() {
        return inputMode.equals("FastFile");
    }

    boolean isPipe() {
        return inputMode.equals("Pipe");
    }

    /** The objects, in the order in which hosts share them. */
    ObjectSelection selection(ObjectStore objects) {
        ObjectSelection inKeyOrder = ObjectSelection.of(objects, source);
        return sharded && shuffleSeed.isPresent() ? inKeyOrder.shuffled(shuffleSeed.getAsLong(), 0) : inKeyOrder;
    }

    /** What Pipe mode brings. */
    ChannelStream stream(ObjectStore objects) {
        var format = new RecordStream.Format(
                request.findString("CompressionType").filter("Gzip"::equals).isPresent(),
                request.findString("RecordWrapperType")
                        .filter("RecordIO"::equals)
                        .isPresent());
        return new ChannelStream(objects, source, format, shuffleSeed);
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

    /** Whether all hosts get the same, and may get it from the same place. */
    boolean isSameForAll() {
        return !sharded && groups.isEmpty() && !isPipe();
    }
}
