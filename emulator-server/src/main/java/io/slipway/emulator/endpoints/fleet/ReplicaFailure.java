package io.slipway.emulator.endpoints.fleet;

/** An instance of a variant does not come up; the message is the endpoint's failure reason. */
public final class ReplicaFailure extends Exception {

    private static final long serialVersionUID = 1L;

    ReplicaFailure(String reason) {
        super(reason);
    }

    public String reason() {
        return String.valueOf(getMessage());
    }
}
