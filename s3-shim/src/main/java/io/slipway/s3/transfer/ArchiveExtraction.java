package io.slipway.s3.transfer;

import io.slipway.s3.ObjectStore;
import io.slipway.s3.S3Uri;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/** Unpacks a {@code model.tar.gz} into a directory, and lets nothing of it lead out of there. */
public final class ArchiveExtraction {

    private static final int BUFFER = 1 << 16;
    private static final int TAR_RECORD = 512;
    /** Far above any honest name, far below what would fill the memory: tar keeps long names in a header. */
    private static final long LONGEST_HEADER = 1 << 20;

    private final ObjectStore store;
    private final ExtractionLimits limits;

    public ArchiveExtraction(ObjectStore store, ExtractionLimits limits) {
        this.store = store;
        this.limits = limits;
    }

    /**
     * Unpacks a gzipped tar object.
     *
     * @param directory is made if it is not there; half filled when this fails
     * @throws TransferException if the object is not a sound archive, is larger than the limits, or holds an absolute name, a
     *     name or link that leads out of the directory, or a device
     * @throws io.slipway.s3.ObjectStoreException if S3 refuses or fails, {@code NoSuchKey} if there is no object
     */
    public void extract(S3Uri object, Path directory) {
        String what = "The archive " + object;
        try (InputStream content = new BufferedInputStream(store.open(object), BUFFER)) {
            extract(content, what, new ArchiveEntries(directory, what));
        } catch (CorruptArchive e) {
            throw new TransferException(what + " is not a valid tar.gz: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void extract(InputStream content, String what, ArchiveEntries entries) throws IOException {
        try (BoundedStream unpacked = new BoundedStream(gunzip(content), what, limits.bytes());
                TarArchiveInputStream tar = new TarArchiveInputStream(unpacked, "UTF-8")) {
            long count = 0;
            unpacked.allow(LONGEST_HEADER);
            for (TarArchiveEntry entry = next(tar); entry != null; entry = next(tar)) {
                if (++count > limits.entries()) {
                    throw new TransferException(what + " holds more than may be unpacked.");
                }
                unpacked.allow(Long.MAX_VALUE);
                entries.write(entry, new EntryContent(tar));
                unpacked.allow(LONGEST_HEADER);
            }
            unpacked.allow(Long.MAX_VALUE);
            // To the end, where gzip has its checksum.
            new EntryContent(unpacked).exhaust();
            if (unpacked.given() % TAR_RECORD != 0) {
                throw new CorruptArchive("it ends too early");
            }
        }
    }

    private static InputStream gunzip(InputStream content) throws CorruptArchive {
        try {
            return new GZIPInputStream(content, BUFFER);
        } catch (IOException e) {
            throw new CorruptArchive(e);
        }
    }

    private static @Nullable TarArchiveEntry next(TarArchiveInputStream tar) throws CorruptArchive {
        try {
            return tar.getNextEntry();
        } catch (IOException | IllegalArgumentException e) {
            throw new CorruptArchive(e);
        }
    }
}
