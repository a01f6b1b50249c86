package io.slipway.s3.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Bytes that are stored but belong to nothing yet; closing it removes them unless they were taken. */
public final class Draft implements AutoCloseable {

    private final Blobs blobs;
    private final Path file;
    private final long blob;
    private final long size;
    private final byte[] md5;
    private final Map<ChecksumAlgorithm, byte[]> checksums;
    private boolean taken;

    Draft(Blobs blobs, Path file, long blob, long size, byte[] md5, Map<ChecksumAlgorithm, byte[]> checksums) {
        this.blobs = blobs;
        this.file = file;
        this.blob = blob;
        this.size = size;
        this.md5 = md5.clone();
        this.checksums = Map.copyOf(checksums);
    }

    public long size() {
        return size;
    }

    public byte[] md5() {
        return md5.clone();
    }

    public Map<ChecksumAlgorithm, byte[]> checksums() {
        return checksums;
    }

    /** Moves the bytes to their place, where they stay until the blob is deleted. */
    long take() {
        blobs.publish(file, blob);
        taken = true;
        return blob;
    }

    @Override
    public void close() {
        if (taken) {
            return;
        }
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
