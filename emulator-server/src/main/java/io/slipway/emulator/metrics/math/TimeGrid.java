package io.slipway.emulator.metrics.math;

import java.util.ArrayList;
import java.util.List;

/**
 * All the times that a series could have a value at.
 *
 * @param from epoch milliseconds
 * @param to epoch milliseconds, no longer in it
 * @param defaultPeriod of a series that is made of nothing, in milliseconds
 */
public record TimeGrid(long from, long to, long defaultPeriod) {

    private static final long MOST = 100_800;

    List<Long> times(long period) {
        long first = Math.floorDiv(from, period) * period;
        if ((to - first) / period > MOST) {
            throw new MathException("The expression results in more than 100,800 datapoints.");
        }
        List<Long> times = new ArrayList<>();
        for (long time = first; time < to; time += period) {
            times.add(time);
        }
        return times;
    }
}
