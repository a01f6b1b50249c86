package io.slipway.emulator.serving.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;

/**
 * A request to a container.
 *
 * @param headers beside those that tell of the connection and of the body's length
 */
public record ContainerRequest(String method, String path, Map<String, String> headers, RequestBody body) {

    private static final String AGENT = "Go-http-client/1.1";

    public static ContainerRequest get(String path) {
        return new ContainerRequest("GET", path, Map.of(), RequestBody.NONE);
    }

    public static ContainerRequest post(String path, Map<String, String> headers, RequestBody body) {
        return new ContainerRequest("POST", path, headers, body);
    }

    /** @param unreadable called when the body breaks off, as its end must not look like that of a whole one */
    ClassicHttpRequest message(String authority, Runnable unreadable) {
        var message = new BasicClassicHttpRequest(method, path);
        message.addHeader(HttpHeaders.HOST, authority);
        message.addHeader(HttpHeaders.USER_AGENT, AGENT);
        headers.forEach(message::addHeader);
        if (method.equals("GET")) {
            return message;
        }
        if (body.length().isPresent()) {
            message.addHeader(
                    HttpHeaders.CONTENT_LENGTH, String.valueOf(body.length().getAsLong()));
        } else {
            message.addHeader(HttpHeaders.TRANSFER_ENCODING, "chunked");
        }
        message.setEntity(new Entity(body, unreadable));
        return message;
    }

    /** A body as the library has it. */
    private static final class Entity extends AbstractHttpEntity {

        private final RequestBody body;
        private final Runnable unreadable;

        Entity(RequestBody body, Runnable unreadable) {
            super((ContentType) null, null, body.length().isEmpty());
            this.body = body;
            this.unreadable = unreadable;
        }

        @Override
        public long getContentLength() {
            return body.length().orElse(-1);
        }

        @Override
        public boolean isStreaming() {
            return false;
        }

        @Override
        public void writeTo(OutputStream output) throws IOException {
            try {
                body.writeTo(output);
            } catch (UnreadableBodyException e) {
                unreadable.run();
                throw e;
            }
        }

        @Override
        public InputStream getContent() {
            throw new UnsupportedOperationException("a body is written, not read");
        }

        @Override
        public void close() {}
    }
}
