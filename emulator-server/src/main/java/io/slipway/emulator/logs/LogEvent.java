package io.slipway.emulator.logs;

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
        return Document.EMPTY
                .with("timestamp", timeMillis)
                .with("message", message)
                .with("ingestionTime", timeMillis);
    }
}
