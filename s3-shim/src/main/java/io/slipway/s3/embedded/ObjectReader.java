package io.slipway.s3.embedded;

import java.io.InputStream;
import java.util.List;

/** A version whose bytes stay readable until this is closed, whatever is written or deleted meanwhile. */
public final class ObjectReader implements AutoCloseable {

    private final Version version;
    private final List<VersionPart> parts;
    private final Lease lease;

    ObjectReader(Version version, List<VersionPart> parts, Lease lease) {
        this.version = version;
        this.parts = List.copyOf(parts);
        this.lease = lease;
    }

    public Version version() {
        return version;
    }

    /** Of a multipart upload; empty if it was put. */
    public List<VersionPart> parts() {
        return parts;
    }

    /** In the order of the object's bytes. */
    List<Long> blobs() {
        return lease.numbers();
    }

    /** Closing the stream leaves the reader open. */
    public InputStream stream(long offset, long length) {
        return new BlobStream(lease, offset, length);
    }

    @Override
    public void close() {
        lease.close();
    }
}
