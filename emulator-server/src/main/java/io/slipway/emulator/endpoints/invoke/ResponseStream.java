package io.slipway.emulator.endpoints.invoke;

import io.slipway.emulator.serving.client.Undelivered;
import io.slipway.emulator.wire.Document;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;

/** A container's answer as a stream of events, one for each piece that it sent. */
final class ResponseStream {

    private static final int LARGEST_PART = 64 << 10;

    private ResponseStream() {}

    /** Copies until the end, which the caller tells the client; what breaks on the container's side is told in the stream. */
    static void copy(InputStream body, Response response) throws IOException {
        byte[] part = new byte[LARGEST_PART];
        try (body) {
            while (true) {
                int count;
                try {
                    count = body.read(part);
                } catch (IOException e) {
                    write(response, broken(e));
                    return;
                }
                if (count < 0) {
                    return;
                }
                write(response, part(part, count));
            }
        }
    }

    private static void write(Response response, ByteBuffer message) throws IOException {
        Content.Sink.write(response, false, message);
    }

    private static ByteBuffer part(byte[] bytes, int count) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(":event-type", "PayloadPart");
        headers.put(":content-type", "application/octet-stream");
        headers.put(":message-type", "event");
        return EventMessage.encode(headers, bytes, count);
    }

    private static ByteBuffer broken(IOException failure) {
        boolean late = failure instanceof Undelivered undelivered && undelivered.stage() == Undelivered.Stage.TIMED_OUT;
        byte[] body = Document.EMPTY
                .with(
                        "Message",
                        late
                                ? "Your model's response did not end within the time limit."
                                : "The connection to the model broke off while it streamed its response.")
                .with("ErrorCode", late ? "ModelInvocationTimeExceeded" : "StreamBroken")
                .toJson()
                .getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(":exception-type", "ModelStreamError");
        headers.put(":content-type", "application/json");
        headers.put(":message-type", "exception");
        return EventMessage.encode(headers, body, body.length);
    }
}
