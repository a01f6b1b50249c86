package io.slipway.s3.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;

/** An answer, ready to be sent. */
final class Reply {

    private static final int BUFFER = 1 << 17;

    /** Bytes that are read while they are sent. */
    interface Source {
        InputStream open() throws IOException;
    }

    private final int status;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private long length;
    private Source source = InputStream::nullInputStream;
    private Runnable afterwards = () -> {};

    private Reply(int status) {
        this.status = status;
    }

    static Reply empty(int status) {
        return new Reply(status);
    }

    static Reply xml(Xml xml) {
        return bytes(200, "application/xml", xml.bytes());
    }

    static Reply bytes(int status, String type, byte[] bytes) {
        Reply reply = new Reply(status).header("content-type", type);
        reply.length = bytes.length;
        reply.source = () -> new java.io.ByteArrayInputStream(bytes);
        return reply;
    }

    /** @param afterwards is run once, whether it was sent or not */
    static Reply stream(int status, long length, Source source, Runnable afterwards) {
        Reply reply = new Reply(status);
        reply.length = length;
        reply.source = source;
        reply.afterwards = afterwards;
        return reply;
    }

    Reply header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    Reply header(String name, Optional<String> value) {
        value.ifPresent(present -> headers.put(name, present));
        return this;
    }

    Reply headers(Map<String, String> others) {
        headers.putAll(others);
        return this;
    }

    int status() {
        return status;
    }

    void send(Response response, boolean withBody) throws IOException {
        try {
            response.setStatus(status);
            HttpFields.Mutable fields = response.getHeaders();
            headers.forEach(fields::put);
            if (status != 204 && status != 304) {
                fields.put(HttpHeader.CONTENT_LENGTH, length);
            }
            if (withBody && length > 0) {
                transfer(response);
            } else {
                Content.Sink.write(response, true, null);
            }
        } finally {
            afterwards.run();
        }
    }

    private void transfer(Response response) throws IOException {
        byte[] buffer = new byte[(int) Math.min(length, BUFFER)];
        long left = length;
        try (InputStream stream = source.open()) {
            while (left > 0) {
                int read = stream.readNBytes(buffer, 0, (int) Math.min(left, buffer.length));
                if (read == 0) {
                    throw new IOException("the object ended " + left + " bytes early");
                }
                left -= read;
                Content.Sink.write(response, left == 0, ByteBuffer.wrap(buffer, 0, read));
            }
        }
    }
}
