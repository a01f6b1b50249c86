package io.slipway.emulator.tuning;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A configuration that was chosen, and what became of it.
 *
 * @param index in order of choice, from 1
 * @param name of its training job
 * @param definition place of the training job definition in the request, from 0
 * @param chosenAt when it was chosen
 * @param tuned the hyperparameters that were chosen, as written
 * @param outcome once its training job has ended
 */
record TuningTrial(
        int index,
        String name,
        int definition,
        Instant chosenAt,
        Map<String, String> tuned,
        Optional<TrialOutcome> outcome) {
    boolean isRunning() {
        return outcome.isEmpty();
    }

    TuningTrial withOutcome(TrialOutcome ended) {
        return new TuningTrial(index, name, definition, chosenAt, tuned, Optional.of(ended));
    }
}
