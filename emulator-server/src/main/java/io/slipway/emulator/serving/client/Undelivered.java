package io.slipway.emulator.serving.client;

import java.io.IOException;

/** A container gave no answer, or not all of it. */
public final class Undelivered extends IOException {

    private static final long serialVersionUID = 1L;

    /** How far it came. */
    public enum Stage {
        /** No connection was made: the container has seen nothing of the request. */
        NOT_SENT,
        /** The connection broke before an answer began. */
        BROKEN,
        /** There was no whole answer in time. */
        TIMED_OUT,
        /** The answer began and did not end, or was too long. */
        INCOMPLETE
    }

    private final Stage stage;

    public Undelivered(Stage stage, Exception cause) {
        super(cause);
        this.stage = stage;
    }

    public Undelivered(Stage stage, String reason) {
        super(reason);
        this.stage = stage;
    }

    public Stage stage() {
        return stage;
    }
}
