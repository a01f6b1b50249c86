package io.slipway.emulator.tuning;

import java.util.OptionalDouble;

/**
 * How a trial's training job ended.
 *
 * @param order of its end among the trials of the tuning job, from 1
 * @param objective its final value, if it has a finite one
 */
record TrialOutcome(long order, End end, OptionalDouble objective) {
    enum End {
        COMPLETED,
        STOPPED,
        /** By a fault of ours: counted apart, and no sign that the user's program does not work. */
        RETRYABLE_ERROR,
        NON_RETRYABLE_ERROR
    }
}
