package io.slipway.emulator.transform.invoke;

import java.io.IOException;

/** What was to be posted cannot be read: the fault is not the container's. */
final class UnreadableBodyException extends IOException {
    private static final long serialVersionUID = 1L;

    private final IOException reason;

    UnreadableBodyException(IOException reason) {
        super(reason);
        this.reason = reason;
    }

    IOException reason() {
        return reason;
    }
}
