package io.slipway.emulator.serving.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.OptionalLong;

/** A body that is read while it is sent. */
record StreamedBody(Source source, OptionalLong length) implements RequestBody {

    /** What goes out at a time. */
    private static final int CHUNK = 1 << 16;

    @Override
    public void writeTo(OutputStream output) throws IOException {
        try (InputStream input = open()) {
            byte[] buffer = new byte[CHUNK];
            for (int count = read(input, buffer); count >= 0; count = read(input, buffer)) {
                output.write(buffer, 0, count);
            }
        }
    }

    private InputStream open() throws UnreadableBodyException {
        try {
            return source.open();
        } catch (IOException e) {
            throw new UnreadableBodyException(e);
        }
    }

    private static int read(InputStream input, byte[] buffer) throws UnreadableBodyException {
        try {
            return input.read(buffer);
        } catch (IOException e) {
            throw new UnreadableBodyException(e);
        }
    }
}
