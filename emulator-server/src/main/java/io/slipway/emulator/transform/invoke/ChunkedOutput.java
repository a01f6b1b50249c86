package io.slipway.emulator.transform.invoke;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** A body of unknown length: each write is a chunk. */
final class ChunkedOutput extends OutputStream {
    private static final byte[] END_OF_LINE = {'\r', '\n'};

    private final OutputStream connection;

    ChunkedOutput(OutputStream connection) {
        this.connection = connection;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            // That would be the end.
            return;
        }
        connection.write((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        connection.write(bytes, offset, length);
        connection.write(END_OF_LINE);
    }

    /** The connection stays open. */
    void finish() throws IOException {
        connection.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }
}
