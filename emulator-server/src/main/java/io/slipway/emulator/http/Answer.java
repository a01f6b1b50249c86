package io.slipway.emulator.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/** What goes back. */
final class Answer {

    private static final byte[] NO_BODY = {};

    private final int status;
    private final String contentType;
    private final String errorType;
    private final Map<String, String> headers;
    private final byte[] body;

    private Answer(int status, String contentType, String errorType, Map<String, String> headers, byte[] body) {
        this.status = status;
        this.contentType = contentType;
        this.errorType = errorType;
        this.headers = headers;
        this.body = body;
    }

    static Answer ok(String contentType, byte[] body) {
        return of(200, contentType, Map.of(), body);
    }

    /** @param headers besides those that every answer has */
    static Answer of(int status, String contentType, Map<String, String> headers, byte[] body) {
        return new Answer(status, contentType, "", Map.copyOf(headers), body);
    }

    static Answer empty(String contentType) {
        return ok(contentType, NO_BODY);
    }

    static Answer error(int status, String contentType, String errorType, byte[] body) {
        return error(status, contentType, errorType, Map.of(), body);
    }

    static Answer error(int status, String contentType, String errorType, Map<String, String> headers, byte[] body) {
        return new Answer(status, contentType, errorType, Map.copyOf(headers), body);
    }

    int status() {
        return status;
    }

    String contentType() {
        return contentType;
    }

    /** The name of the error; empty text if it is none. */
    String errorType() {
        return errorType;
    }

    Map<String, String> headers() {
        return headers;
    }

    int length() {
        return body.length;
    }

    void writeTo(OutputStream out) throws IOException {
        out.write(body);
    }
}
