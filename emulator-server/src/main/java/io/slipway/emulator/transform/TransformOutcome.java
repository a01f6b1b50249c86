package io.slipway.emulator.transform;

/** How a transform job ended. */
sealed interface TransformOutcome {
    record Completed() implements TransformOutcome {}

    record Stopped() implements TransformOutcome {}

    /** @param reason as {@code FailureReason} shows it */
    record Failed(String reason) implements TransformOutcome {}
}
