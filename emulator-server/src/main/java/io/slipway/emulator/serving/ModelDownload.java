package io.slipway.emulator.serving;

import io.slipway.s3.ObjectStore;
import io.slipway.s3.ObjectStoreException;
import io.slipway.s3.S3Uri;
import io.slipway.s3.transfer.ArchiveExtraction;
import io.slipway.s3.transfer.ChannelDownload;
import io.slipway.s3.transfer.ExtractionLimits;
import io.slipway.s3.transfer.S3Source;
import io.slipway.s3.transfer.Shard;
import io.slipway.s3.transfer.TransferException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Brings model data from S3 to a directory of this machine. */
public final class ModelDownload {

    private final ObjectStore objects;
    private final ArchiveExtraction archives;
    private final ChannelDownload trees;

    /** @param limits of what an archive may hold */
    public ModelDownload(ObjectStore objects, ExtractionLimits limits) {
        this.objects = objects;
        this.archives = new ArchiveExtraction(objects, limits);
        this.trees = new ChannelDownload(objects);
    }

    /**
     * Fetches all of it.
     *
     * @param directory must not exist; is made, and half filled when this fails
     * @return the directory, or empty if there is nothing to fetch
     */
    public Optional<Path> fetch(ModelData data, Path directory) throws ModelDataException, InterruptedException {
        switch (data) {
            case ModelData.None none -> {
                return Optional.empty();
            }
            case ModelData.Library library -> {
                return Optional.empty();
            }
            case ModelData.Archive archive -> fetchArchive(archive.url(), directory);
            case ModelData.Tree tree -> fetchTree(tree.url(), directory);
            case ModelData.SingleObject object -> fetchObject(object.url(), directory);
        }
        return Optional.of(directory);
    }

    /** Fetches and unpacks a {@code tar.gz}. */
    public void fetchArchive(String url, Path directory) throws ModelDataException {
        try {
            archives.extract(S3Uri.parse(url), directory);
        } catch (ObjectStoreException | TransferException | IllegalArgumentException e) {
            throw new ModelDataException(url, e);
        }
    }

    private void fetchTree(String url, Path directory) throws ModelDataException, InterruptedException {
        Path manifest = directory.resolveSibling(directory.getFileName() + "-manifest");
        try {
            var source = new S3Source.Prefix(S3Uri.parse(url));
            if (trees.download(source, Shard.WHOLE, directory, manifest).files() == 0) {
                throw new ModelDataException(url, "There is no object below this prefix.");
            }
        } catch (ObjectStoreException | TransferException | IllegalArgumentException e) {
            throw new ModelDataException(url, e);
        }
    }

    private void fetchObject(String url, Path directory) throws ModelDataException {
        try {
            S3Uri object = S3Uri.parse(url);
            String name = object.key().substring(object.key().lastIndexOf('/') + 1);
            if (name.isEmpty() || name.equals(".") || name.equals("..")) {
                throw new ModelDataException(url, "This is not the key of an object.");
            }
            objects.fetch(object, Files.createDirectories(directory).resolve(name));
        } catch (ObjectStoreException | IllegalArgumentException e) {
            throw new ModelDataException(url, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
