package io.slipway.s3.transfer;

import io.slipway.s3.ObjectStore;
import java.io.IOException;
import java.io.OutputStream;
import java.util.OptionalLong;

/**
 * The objects of a data source as one stream an epoch, as a container reads a channel in Pipe mode.
 *
 * @see <a href="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_Channel.html">Channel</a>
 */
public final class ChannelStream {

    private final ObjectStore store;
    private final S3Source source;
    private final RecordStream.Format format;
    private final OptionalLong shuffleSeed;

    /** @param shuffleSeed if given, each epoch has an order of its own; else each has that of the keys, or of the lines */
    public ChannelStream(ObjectStore store, S3Source source, RecordStream.Format format, OptionalLong shuffleSeed) {
        this.store = store;
        this.source = source;
        this.format = format;
        this.shuffleSeed = shuffleSeed;
    }

    /**
     * Writes what a host gets in an epoch: object i, or line i of an augmented manifest, in the order of the epoch, is that of
     * host {@code i mod hosts + 1}. In constant memory, but for the order.
     *
     * @param epoch from 0
     * @throws IOException only if the target fails
     * @throws TransferException if the data is not what it is said to be
     * @throws io.slipway.s3.ObjectStoreException if S3 refuses or fails
     */
    public void write(long epoch, Shard shard, OutputStream target) throws IOException {
        var records = new RecordStream(store, format, target);
        switch (source) {
            case S3Source.AugmentedManifest augmented -> writeLines(augmented, epoch, shard, records);
            case S3Source.Prefix objects -> writeObjects(epoch, shard, records);
            case S3Source.Manifest objects -> writeObjects(epoch, shard, records);
        }
    }

    private void writeLines(S3Source.AugmentedManifest augmented, long epoch, Shard shard, RecordStream records)
            throws IOException {
        var lines = new AugmentedManifestLines(store, augmented);
        if (shuffleSeed.isEmpty()) {
            lines.write(shard, records);
        } else {
            lines.write(shard, new Shuffle(shuffleSeed.getAsLong(), epoch), records);
        }
    }

    private void writeObjects(long epoch, Shard shard, RecordStream records) throws IOException {
        ObjectSelection selection = ObjectSelection.of(store, source);
        long index = 0;
        for (SelectedObject selected :
                shuffleSeed.isPresent() ? selection.shuffled(shuffleSeed.getAsLong(), epoch) : selection) {
            if (!selected.isFolder() && shard.holds(index++)) {
                records.write(selected.object());
            }
        }
    }
}
