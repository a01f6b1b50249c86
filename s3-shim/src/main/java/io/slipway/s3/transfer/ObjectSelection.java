package io.slipway.s3.transfer;

import io.slipway.s3.ListRequest;
import io.slipway.s3.ObjectInfo;
import io.slipway.s3.ObjectStore;
import io.slipway.s3.S3Uri;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The objects of a data source with their relative names, in the byte order of their keys unless shuffled. Each iteration reads S3 anew and
 * lazily; it throws {@link TransferException} or {@link io.slipway.s3.ObjectStoreException}.
 */
public sealed interface ObjectSelection extends Iterable<SelectedObject>
        permits PrefixSelection, ManifestSelection, ShuffledSelection, ListedSelection {

    /** What the names are relative to: the source's own prefix, or the one that the manifest declares. */
    S3Uri prefix();

    @Override
    Iterator<SelectedObject> iterator();

    /** @throws TransferException if the source is a manifest that is absent or not one */
    static ObjectSelection of(ObjectStore store, S3Source source) {
        return switch (source) {
            case S3Source.Prefix objects -> new PrefixSelection(store, objects.uri());
            case S3Source.Manifest manifest -> ManifestSelection.read(store, manifest.uri());
            case S3Source.AugmentedManifest augmented -> ManifestSelection.single(store, augmented.uri());
        };
    }

    /** The same objects in an order of chance, which the seed and the epoch decide; they are all read at once. */
    default ObjectSelection shuffled(long seed, long epoch) {
        return new ShuffledSelection(this, new Shuffle(seed, epoch));
    }

    /** The same objects as they are now, read once and kept; empty if they are more than that. */
    default Optional<ObjectSelection> listed(int most) {
        List<SelectedObject> objects = new ArrayList<>();
        for (SelectedObject object : this) {
            if (objects.size() == most) {
                return Optional.empty();
            }
            objects.add(object);
        }
        return Optional.of(new ListedSelection(prefix(), objects));
    }

    /** The first object under the source's URI (the manifest itself if it is one), at the price of one small call. */
    static Optional<ObjectInfo> firstObject(ObjectStore store, S3Source source) {
        S3Uri uri = source.uri();
        return switch (source) {
            case S3Source.Prefix prefix ->
                store.list(new ListRequest(uri.bucket(), uri.key(), Optional.empty(), 1)).objects().stream()
                        .findFirst();
            case S3Source.Manifest manifest -> store.find(uri);
            case S3Source.AugmentedManifest augmented -> store.find(uri);
        };
    }
}
