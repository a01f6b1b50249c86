package io.slipway.emulator.serving.client;

import java.io.IOException;

/** What was to be sent cannot be read: the fault is not the container's. */
public final class UnreadableBodyException extends IOException {

    private static final long serialVersionUID = 1L;

    private final IOException reason;

    UnreadableBodyException(IOException reason) {
        super(reason);
        this.reason = reason;
    }

    public IOException reason() {
        return reason;
    }
}
