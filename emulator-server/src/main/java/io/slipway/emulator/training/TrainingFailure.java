package io.slipway.emulator.training;

/** A job fails for a reason that is known; the message is its {@code FailureReason}. */
final class TrainingFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TrainingFailure(String reason, Throwable cause) {
        super(reason, cause);
    }
}
