package io.slipway.emulator.endpoints.fleet;

import io.slipway.s3.ListRequest;
import io.slipway.s3.Listing;
import io.slipway.s3.ObjectInfo;
import io.slipway.s3.ObjectStore;
import io.slipway.s3.S3Uri;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** Objects can be opened, and then nothing comes of them until whoever reads is interrupted. */
final class StuckStore implements ObjectStore {

    /** At zero when a reader has given up. */
    final CountDownLatch givenUp = new CountDownLatch(1);

    @Override
    public InputStream open(S3Uri object) {
        return new InputStream() {
            @Override
            public int read(byte[] bytes, int offset, int length) throws InterruptedIOException {
                return read();
            }

            @Override
            public int read() throws InterruptedIOException {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    givenUp.countDown();
                }
                throw new InterruptedIOException();
            }
        };
    }

    @Override
    public boolean bucketExists(String bucket) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void createBucket(String bucket) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<ObjectInfo> find(S3Uri object) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Listing list(ListRequest request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public InputStream open(S3Uri object, long offset, long length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void fetch(S3Uri object, Path file) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ObjectInfo put(S3Uri object, InputStream body, String contentType) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void delete(S3Uri object) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
