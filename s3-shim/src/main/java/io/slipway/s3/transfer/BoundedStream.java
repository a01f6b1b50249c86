package io.slipway.s3.transfer;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Gives no more bytes than were allowed, so that a small archive cannot fill the disk or the memory. */
final class BoundedStream extends FilterInputStream {

    private final String what;
    private final long total;
    private long given;
    private long step;

    BoundedStream(InputStream stream, String what, long total) {
        super(stream);
        this.what = what;
        this.total = total;
        this.step = total;
    }

    long given() {
        return given;
    }

    /** Narrows what may be read until this is called again. */
    void allow(long bytes) {
        step = bytes;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = super.read(target, offset, length);
        if (count > 0) {
            given += count;
            step -= count;
            if (given > total || step < 0) {
                throw new TransferException(what + " holds more than may be unpacked.");
            }
        }
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        byte[] skipped = new byte[(int) Math.min(count, 8192)];
        return Math.max(0, read(skipped, 0, skipped.length));
    }
}
