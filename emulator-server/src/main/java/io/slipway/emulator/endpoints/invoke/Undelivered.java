package io.slipway.emulator.endpoints.invoke;

/** A container gave no answer. */
final class Undelivered extends Exception {

    private static final long serialVersionUID = 1L;

    /** How far it came. */
    enum Stage {
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

    Undelivered(Stage stage, Throwable cause) {
        super(cause);
        this.stage = stage;
    }

    Stage stage() {
        return stage;
    }
}
