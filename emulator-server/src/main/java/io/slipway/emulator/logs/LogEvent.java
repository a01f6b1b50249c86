package io.slipway.emulator.logs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.emulator.wire.Document;

/**
 * One event of a stream.
 *
 * @param start where it begins in the stream's file, in bytes
 * @param end where the next one begins
 * @param timeMillis epoch milliseconds
 */
record LogEvent(long start, long end, long timeMillis, String message) {

    Document document() {
        return Document.of(node());
    }

    /** As one of several streams; no other event of the group has its identifier. */
    Document document(String stream) {
        return Document.of(node().put("logStreamName", stream).put("eventId", stream + "-" + start));
    }

    /** In one go, for there may be a million. */
    private ObjectNode node() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("timestamp", timeMillis)
                .put("message", message)
                .put("ingestionTime", timeMillis);
    }
}
