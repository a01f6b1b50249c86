package io.slipway.emulator.metrics.math;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongToDoubleFunction;

/**
 * A time series.
 *
 * @param label of the metric that it began as
 * @param period milliseconds
 * @param points by epoch milliseconds, all of them finite
 */
public record Series(String label, long period, NavigableMap<Long, Double> points) implements Value {

    @Override
    public String kind() {
        return "a time series";
    }

    Series map(DoubleUnaryOperator change) {
        return at(points.keySet(), time -> change.applyAsDouble(points.getOrDefault(time, Double.NaN)));
    }

    /** A series with a value at each of the times where there is a finite one. */
    Series at(Iterable<Long> times, LongToDoubleFunction value) {
        NavigableMap<Long, Double> changed = new TreeMap<>();
        for (long time : times) {
            double each = value.applyAsDouble(time);
            if (Double.isFinite(each)) {
                changed.put(time, each);
            }
        }
        return with(changed);
    }

    Series with(NavigableMap<Long, Double> otherPoints) {
        return new Series(label, period, otherPoints);
    }

    /** What is missing counts as nothing. */
    double orZero(long time) {
        return points.getOrDefault(time, 0.0);
    }

    double orMissing(long time) {
        return points.getOrDefault(time, Double.NaN);
    }

    double[] values() {
        return points.values().stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** Takes each value with the one before it. */
    Series steps(Step step) {
        NavigableMap<Long, Double> changed = new TreeMap<>();
        Map.Entry<Long, Double> before = null;
        for (Map.Entry<Long, Double> point : points.entrySet()) {
            if (before != null) {
                double seconds = (point.getKey() - before.getKey()) / 1000.0;
                changed.put(point.getKey(), step.of(point.getValue() - before.getValue(), seconds));
            }
            before = point;
        }
        return with(changed);
    }

    /** Of a difference, and the seconds that it took. */
    @FunctionalInterface
    interface Step {
        double of(double difference, double seconds);
    }
}
