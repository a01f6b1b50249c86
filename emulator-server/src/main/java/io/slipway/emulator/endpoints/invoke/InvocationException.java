package io.slipway.emulator.endpoints.invoke;

import io.slipway.emulator.wire.Document;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** What a client of the runtime API is told. */
final class InvocationException extends Exception {

    private static final long serialVersionUID = 1L;

    private final InvocationError error;
    private final transient Document details;

    InvocationException(InvocationError error, String message) {
        this(error, message, Document.EMPTY);
    }

    /** @param details further members of the error */
    InvocationException(InvocationError error, String message, Document details) {
        super(message);
        this.error = error;
        this.details = details;
    }

    static InvocationException validation(String message) {
        return new InvocationException(InvocationError.VALIDATION_ERROR, message);
    }

    InvocationError error() {
        return error;
    }

    /** What the model answered; empty if the fault is not the model's, 0 if it did not answer. */
    OptionalInt originalStatus() {
        OptionalLong status = details.findLong("OriginalStatusCode");
        return status.isPresent() ? OptionalInt.of((int) status.getAsLong()) : OptionalInt.empty();
    }

    String text() {
        return String.valueOf(getMessage());
    }

    Document body() {
        return details.with(error == InvocationError.TOO_LARGE ? "message" : "Message", text());
    }
}
