package io.slipway.s3.http;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** The bytes up to a delimiter, which it takes too. Only the first byte of the delimiter is a carriage return. */
final class PartStream extends InputStream {

    private final BufferedInputStream body;
    private final byte[] delimiter;

    /** How much of the delimiter was read and must be given out, since what followed was something else. */
    private int held;

    private int given;
    private int after = -1;
    private boolean ended;

    PartStream(BufferedInputStream body, byte[] delimiter) {
        this.body = body;
        this.delimiter = delimiter.clone();
    }

    @Override
    public int read() throws IOException {
        if (given < held) {
            return delimiter[given++] & 0xFF;
        }
        held = 0;
        given = 0;
        if (ended) {
            return -1;
        }
        int c = after >= 0 ? after : body.read();
        after = -1;
        if (c != delimiter[0]) {
            return atEnd(c);
        }
        int matched = 1;
        while (matched < delimiter.length) {
            int next = body.read();
            if (next != (delimiter[matched] & 0xFF)) {
                atEnd(next);
                after = next;
                held = matched;
                return read();
            }
            matched++;
        }
        ended = true;
        return -1;
    }

    private static int atEnd(int c) throws EOFException {
        if (c < 0) {
            throw new EOFException("the form ended early");
        }
        return c;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = 0;
        while (count < length) {
            int c = read();
            if (c < 0) {
                return count == 0 ? -1 : count;
            }
            bytes[offset + count++] = (byte) c;
        }
        return count;
    }
}
