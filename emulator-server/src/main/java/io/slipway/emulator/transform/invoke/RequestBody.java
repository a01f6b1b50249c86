package io.slipway.emulator.transform.invoke;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.OptionalLong;

/** What is posted; it can be written again and again. */
public interface RequestBody {
    /** What goes out at a time. */
    int CHUNK = 1 << 16;

    /** In bytes; unknown if empty, and then it goes out in chunks. */
    OptionalLong length();

    void writeTo(OutputStream output) throws IOException;

    static RequestBody of(byte[] bytes) {
        return new RequestBody() {
            @Override
            public OptionalLong length() {
                return OptionalLong.of(bytes.length);
            }

            @Override
            public void writeTo(OutputStream output) throws IOException {
                output.write(bytes);
            }
        };
    }

    /** Opens a stream anew each time that the body is written. */
    @FunctionalInterface
    interface Source {
        InputStream open() throws IOException;
    }

    /** Of a length that nobody knows before. */
    static RequestBody streaming(Source source) {
        return new RequestBody() {
            @Override
            public OptionalLong length() {
                return OptionalLong.empty();
            }

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
        };
    }
}
