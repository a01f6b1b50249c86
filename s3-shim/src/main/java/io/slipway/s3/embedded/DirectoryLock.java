package io.slipway.s3.embedded;

import io.slipway.s3.ObjectStoreException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps a second store out of a directory; the system releases it when the process ends, however it ends. */
final class DirectoryLock implements AutoCloseable {

    private final FileChannel channel;

    DirectoryLock(Path file) {
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw Blobs.failure(e);
        }
        if (!locked()) {
            close();
            throw new ObjectStoreException(
                    "InternalError", "Another process uses the object store in " + file.getParent());
        }
    }

    private boolean locked() {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        } catch (IOException e) {
            throw Blobs.failure(e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw Blobs.failure(e);
        }
    }
}
