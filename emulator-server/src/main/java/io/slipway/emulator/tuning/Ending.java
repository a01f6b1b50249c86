package io.slipway.emulator.tuning;

import java.util.Optional;

/**
 * Why a tuning job launches nothing more.
 *
 * @param status that it will have
 * @param failureReason if it failed
 * @param stopsTrainingJobs whether those that run are stopped, or awaited
 */
record Ending(String status, Optional<String> failureReason, boolean stopsTrainingJobs) {
    private static final String NO_SUCCESS =
            "No training job succeeded after 5 attempts. For additional details, please take a look at the training job"
                    + " failures by listing training jobs for the hyperparameter tuning job.";

    static Ending stopped() {
        return new Ending("Stopped", Optional.empty(), true);
    }

    /** A completion criterion is met. */
    static Ending early() {
        return new Ending("Completed", Optional.empty(), true);
    }

    static Ending completed() {
        return new Ending("Completed", Optional.empty(), false);
    }

    static Ending noSuccess() {
        return new Ending("Failed", Optional.of(NO_SUCCESS), false);
    }

    static Ending internalError() {
        return new Ending(
                "Failed",
                Optional.of("InternalServerError: We encountered an internal error.  Please try again."),
                true);
    }
}
