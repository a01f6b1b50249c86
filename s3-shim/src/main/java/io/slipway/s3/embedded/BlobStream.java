package io.slipway.s3.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** A range of the bytes of leased blobs, one blob open at a time. */
final class BlobStream extends InputStream {

    private final Lease lease;
    private long skip;
    private long left;
    private int next;
    private @Nullable FileChannel channel;

    BlobStream(Lease lease, long offset, long length) {
        this.lease = lease;
        this.skip = offset;
        this.left = length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (left > 0) {
            FileChannel open = channel == null ? openNext() : channel;
            if (open == null) {
                return -1;
            }
            int read = open.read(ByteBuffer.wrap(bytes, offset, (int) Math.min(length, left)));
            if (read > 0) {
                left -= read;
                return read;
            }
            open.close();
            channel = null;
        }
        return -1;
    }

    private @Nullable FileChannel openNext() throws IOException {
        while (next < lease.numbers().size()) {
            FileChannel opened =
                    FileChannel.open(lease.blobs().path(lease.numbers().get(next++)), StandardOpenOption.READ);
            long size = opened.size();
            if (skip < size) {
                opened.position(skip);
                skip = 0;
                channel = opened;
                return opened;
            }
            skip -= size;
            opened.close();
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        left = 0;
        if (channel != null) {
            channel.close();
            channel = null;
        }
    }
}
