package io.slipway.s3.transfer;

import io.slipway.s3.ObjectStore;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Brings the objects of a data source into a directory, as a container finds a channel in {@code /opt/ml/input/data}. */
public final class ChannelDownload {

    private static final int PARALLEL = 8;

    private final ObjectStore store;

    public ChannelDownload(ObjectStore store) {
        this.store = store;
    }

    /**
     * Makes the directory and fills it. A host of several has the directories of all objects, but the files of its own shard
     * only: file i of the key order, from 0 and without folder markers, is that of host {@code i mod hosts + 1}.
     *
     * @param directory is made if it is not there; what it holds already must not clash with the objects
     * @param manifest the file to write {@code <channel>-manifest} to: the key prefix, then the URI of every object of the
     *     source whatever the shard, each ended by a line feed
     * @throws TransferException if a name leads out of the directory or two clash; the directory is then half filled
     * @throws io.slipway.s3.ObjectStoreException if S3 refuses or fails; the directory is then half filled
     */
    public Downloaded download(S3Source source, Shard shard, Path directory, Path manifest)
            throws InterruptedException {
        return download(ObjectSelection.of(store, source), shard, directory, manifest);
    }

    /** The same, of objects in an order of their own: it decides which host gets which. */
    public Downloaded download(ObjectSelection selection, Shard shard, Path directory, Path manifest)
            throws InterruptedException {
        DirectoryTree tree = new DirectoryTree(directory);
        long files = 0;
        long fetched = 0;
        long bytes = 0;
        try (BufferedWriter lines = Files.newBufferedWriter(manifest);
                Workers workers = new Workers(PARALLEL)) {
            lines.append(selection.prefix().key()).append('\n');
            for (SelectedObject selected : selection) {
                lines.append(selected.object().uri().toString()).append('\n');
                if (selected.isFolder()) {
                    tree.makeDirectory(selected.name());
                } else if (shard.holds(files++)) {
                    Path file = tree.await(selected.name());
                    workers.start(() -> fetch(selected, file, tree));
                    fetched++;
                    bytes += selected.object().size();
                } else {
                    tree.place(selected.name());
                }
            }
            workers.await();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Downloaded(files, fetched, bytes);
    }

    /** Writes the manifest as {@link #download} does, and brings nothing. */
    public void list(S3Source source, Path manifest) {
        ObjectSelection selection = ObjectSelection.of(store, source);
        try (BufferedWriter lines = Files.newBufferedWriter(manifest)) {
            lines.append(selection.prefix().key()).append('\n');
            for (SelectedObject selected : selection) {
                lines.append(selected.object().uri().toString()).append('\n');
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void fetch(SelectedObject selected, Path file, DirectoryTree tree) {
        store.fetch(selected.object().uri(), file);
        tree.arrived(file);
    }

    /**
     * What came.
     *
     * @param selected files of the source, those of other shards included
     * @param files that are now in the directory
     * @param bytes in these files
     */
    public record Downloaded(long selected, long files, long bytes) {}
}
