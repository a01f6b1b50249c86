package io.slipway.emulator.training;

/** How a job ended. */
sealed interface TrainingOutcome {

    record Completed() implements TrainingOutcome {}

    record Stopped() implements TrainingOutcome {}

    record MaxRuntimeExceeded() implements TrainingOutcome {}

    /** @param reason with its kind at the head, {@code AlgorithmError: …} */
    record Failed(String reason) implements TrainingOutcome {}
}
