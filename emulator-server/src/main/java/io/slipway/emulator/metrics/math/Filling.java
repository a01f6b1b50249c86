package io.slipway.emulator.metrics.math;

import java.util.List;
import java.util.Map;

/** {@code FILL}: values for the times at which a series has none. */
final class Filling {

    private Filling() {}

    static Series with(Series series, double value, List<Long> times) {
        return series.at(times, time -> series.points().getOrDefault(time, value));
    }

    static Series with(Series series, Series other, List<Long> times) {
        return series.at(times, time -> series.points().getOrDefault(time, other.orMissing(time)));
    }

    /** The value before it; the time before the first value stays empty. */
    static Series repeating(Series series, List<Long> times) {
        return series.at(times, time -> {
            Map.Entry<Long, Double> before = series.points().floorEntry(time);
            return before == null ? Double.NaN : before.getValue();
        });
    }

    /** On the line between the values around it; before the first and after the last one it stays empty. */
    static Series linear(Series series, List<Long> times) {
        return series.at(times, time -> {
            Map.Entry<Long, Double> before = series.points().floorEntry(time);
            Map.Entry<Long, Double> after = series.points().ceilingEntry(time);
            if (before == null || after == null) {
                return Double.NaN;
            }
            long gap = after.getKey() - before.getKey();
            double share = gap == 0 ? 0 : (double) (time - before.getKey()) / gap;
            return before.getValue() + share * (after.getValue() - before.getValue());
        });
    }
}
