package io.slipway.s3.transfer;

import io.slipway.s3.ObjectInfo;
import io.slipway.s3.ObjectStore;
import io.slipway.s3.S3Uri;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Optional;

/**
 * Stores what containers left as one {@code tar.gz} object: top-level entries, no enclosing directory, links and modes kept.
 * It is compressed for speed while it streams, in constant memory. When a stream breaks nothing is stored.
 */
public final class TarGzUpload {

    private static final String CONTENT_TYPE = "application/gzip";

    private final ObjectStore store;

    public TarGzUpload(ObjectStore store) {
        this.store = store;
    }

    /**
     * Stores an archive even if nothing is in it.
     *
     * @param tars one a host; each is asked for when the one before has been read, and closed
     */
    public Uploaded upload(Iterator<? extends InputStream> tars, S3Uri object) {
        try (GzippedTar archive = new GzippedTar(tars)) {
            return upload(archive, object);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same, but empty and nothing stored if no tar has an entry. */
    public Optional<Uploaded> uploadUnlessEmpty(Iterator<? extends InputStream> tars, S3Uri object) {
        try (GzippedTar archive = new GzippedTar(tars)) {
            return archive.hasEntries() ? Optional.of(upload(archive, object)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Uploaded upload(GzippedTar archive, S3Uri object) {
        ObjectInfo stored = store.put(object, archive, CONTENT_TYPE);
        return new Uploaded(stored, archive.entries());
    }

    /** @param entries files, directories and links in the archive */
    public record Uploaded(ObjectInfo object, long entries) {}
}
