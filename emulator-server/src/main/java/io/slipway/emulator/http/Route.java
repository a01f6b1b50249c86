package io.slipway.emulator.http;

import io.slipway.emulator.wire.Document;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * A page of Slipway's own, below {@code /_slipway/}.
 *
 * @param method {@code GET}, {@code POST}, {@code PUT}, {@code DELETE}
 * @param path {@code /_slipway/jobs/{name}}; {@code <rest>} in place of braces takes slashes too
 */
public record Route(String method, String path, Handler handler) {

    public Route {
        if (!path.startsWith("/_slipway/")) {
            throw new IllegalArgumentException("not below /_slipway/: " + path);
        }
    }

    /** Runs on a thread of its own and may block, also while it writes its answer. */
    @FunctionalInterface
    public interface Handler {
        Response handle(Request request) throws IOException;
    }

    /** What came in. */
    public interface Request {

        /** The part of the path that stands for a name in braces, decoded. */
        String pathParameter(String name);

        /** A parameter of the query string, decoded. */
        Optional<String> queryParameter(String name);

        Optional<String> header(String name);

        /** @throws io.slipway.emulator.wire.ApiException if it is too large */
        byte[] body() throws IOException;
    }

    /**
     * What goes out.
     *
     * @param body writes and, where the reader shall see a part at once, flushes; may go on for as long as the client stays
     */
    public record Response(int status, String contentType, Map<String, String> headers, Body body) {

        /** Writes a body. */
        @FunctionalInterface
        public interface Body {
            void writeTo(OutputStream out) throws IOException;
        }

        public static Response of(int status, String contentType, byte[] bytes) {
            return new Response(status, contentType, Map.of(), out -> out.write(bytes));
        }

        public static Response json(int status, Document document) {
            return of(status, "application/json", document.toJson().getBytes(StandardCharsets.UTF_8));
        }
    }
}
