package io.slipway.emulator.http;

import java.io.IOException;
import java.io.OutputStream;

/** What goes back. */
final class Answer {

    private static final byte[] NO_BODY = {};

    private final int status;
    private final String contentType;
    private final String errorType;
    private final byte[] body;

    private Answer(int status, String contentType, String errorType, byte[] body) {
        this.status = status;
        this.contentType = contentType;
        this.errorType = errorType;
        this.body = body;
    }

    static Answer ok(String contentType, byte[] body) {
        return new Answer(200, contentType, "", body);
    }

    static Answer empty(String contentType) {
        return ok(contentType, NO_BODY);
    }

    static Answer error(int status, String contentType, String errorType, byte[] body) {
        return new Answer(status, contentType, errorType, body);
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

    int length() {
        return body.length;
    }

    void writeTo(OutputStream out) throws IOException {
        out.write(body);
    }
}
