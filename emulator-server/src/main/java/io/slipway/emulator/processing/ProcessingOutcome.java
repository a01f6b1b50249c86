package io.slipway.emulator.processing;

/** How a job ended. */
sealed interface ProcessingOutcome {

    record Completed() implements ProcessingOutcome {}

    /** On request, or because its time was over. */
    record Stopped() implements ProcessingOutcome {}

    /** @param reason with its kind at the head, {@code AlgorithmError: …} */
    record Failed(String reason) implements ProcessingOutcome {}
}
