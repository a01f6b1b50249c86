package io.slipway.emulator.serving.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.OptionalLong;

/** What is sent; it can be written again and again. */
public interface RequestBody {

    RequestBody NONE = of(new byte[0]);

    /** In bytes; unknown if empty, and then it goes out in chunks. */
    OptionalLong length();

    /** @throws UnreadableBodyException if it cannot be read, other than what the output throws */
    void writeTo(OutputStream output) throws IOException;

    /** @param bytes not to be changed while they are sent */
    static RequestBody of(byte[] bytes) {
        return of(bytes, bytes.length);
    }

    /** @param bytes of which the first {@code length} are sent, not to be changed meanwhile */
    static RequestBody of(byte[] bytes, int length) {
        return new RequestBody() {
            @Override
            public OptionalLong length() {
                return OptionalLong.of(length);
            }

            @Override
            public void writeTo(OutputStream output) throws IOException {
                output.write(bytes, 0, length);
            }
        };
    }

    /** Opens a stream anew each time that the body is written. */
    @FunctionalInterface
    interface Source {
        InputStream open() throws IOException;
    }

    /** @param length of all that the source gives, unknown if empty */
    static RequestBody streaming(Source source, OptionalLong length) {
        return new StreamedBody(source, length);
    }
}
