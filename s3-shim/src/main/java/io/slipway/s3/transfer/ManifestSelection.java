package io.slipway.s3.transfer;

import io.slipway.s3.ObjectInfo;
import io.slipway.s3.ObjectStore;
import io.slipway.s3.S3Uri;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;

/** The objects that a manifest names; one named twice is one object. */
record ManifestSelection(ObjectStore store, S3Uri prefix, List<String> entries) implements ObjectSelection {

    private static final Comparator<String> BYTE_ORDER =
            Comparator.comparing(entry -> entry.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

    static ManifestSelection read(ObjectStore store, S3Uri uri) {
        Manifest manifest = Manifest.read(store, uri);
        List<String> sorted =
                manifest.entries().stream().distinct().sorted(BYTE_ORDER).toList();
        return new ManifestSelection(store, manifest.prefix(), sorted);
    }

    static ManifestSelection single(ObjectStore store, S3Uri object) {
        int name = object.key().lastIndexOf('/') + 1;
        S3Uri folder = new S3Uri(object.bucket(), object.key().substring(0, name));
        return new ManifestSelection(store, folder, List.of(object.key().substring(name)));
    }

    @Override
    public Iterator<SelectedObject> iterator() {
        return entries.stream().map(this::select).iterator();
    }

    private SelectedObject select(String entry) {
        S3Uri uri = new S3Uri(prefix.bucket(), prefix.key() + entry);
        ObjectInfo object = store.find(uri)
                .orElseThrow(
                        () -> new TransferException("The manifest names " + uri + ", but there is no such object."));
        return new SelectedObject(object, entry);
    }
}
