package io.slipway.emulator.tuning;

import java.time.Duration;

/**
 * How long to wait before another training job is started after some failed for a reason that is not theirs: an engine that is
 * being restarted would else use all of them up.
 *
 * @param shortest after the first; it doubles with each further one
 */
public record RetryPause(Duration shortest, Duration longest) {
    private static final int MOST_DOUBLINGS = 20;

    /** @param failures in a row */
    Duration after(int failures) {
        if (failures == 0) {
            return Duration.ZERO;
        }
        Duration pause = shortest.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
        return pause.compareTo(longest) < 0 ? pause : longest;
    }
}
