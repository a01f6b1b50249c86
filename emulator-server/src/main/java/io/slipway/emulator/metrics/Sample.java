package io.slipway.emulator.metrics;

import java.time.Instant;
import java.util.OptionalLong;

/**
 * What was reported at one time: a value, or what a client made of several.
 *
 * @param unit one of CloudWatch's, {@code None} if there is none
 * @param step of the training, where the reporter counts
 */
public record Sample(
        Instant time, double sum, double count, double minimum, double maximum, String unit, OptionalLong step) {

    static final String NO_UNIT = "None";

    public static Sample of(Instant time, double value) {
        return new Sample(time, value, 1, value, value, NO_UNIT, OptionalLong.empty());
    }

    /** A value that was seen so many times. */
    public static Sample of(Instant time, double value, double count, String unit) {
        return new Sample(time, value * count, count, value, value, unit, OptionalLong.empty());
    }

    Sample withStep(OptionalLong newStep) {
        return new Sample(time, sum, count, minimum, maximum, unit, newStep);
    }
}
