package io.slipway.emulator.metrics.math;

import java.util.Optional;

/** {@code IF}: one value or another, at each time of the condition. */
final class Choice {

    private Choice() {}

    static Value of(Value condition, Value then, Optional<Value> otherwise) {
        refuseArray(condition);
        refuseArray(then);
        otherwise.ifPresent(Choice::refuseArray);
        if (condition instanceof Series series) {
            return series.at(series.points().keySet(), time -> {
                boolean isTrue = series.orZero(time) != 0;
                return isTrue
                        ? orZero(then, time)
                        : otherwise.map(value -> orMissing(value, time)).orElse(Double.NaN);
            });
        }
        boolean isTrue = condition instanceof Value.Scalar scalar && scalar.number() != 0;
        return isTrue
                ? then
                : otherwise.orElseGet(() -> then instanceof Series series ? series.map(each -> Double.NaN) : then);
    }

    private static double orZero(Value value, long time) {
        return value instanceof Series series ? series.orZero(time) : orMissing(value, time);
    }

    private static double orMissing(Value value, long time) {
        return switch (value) {
            case Value.Scalar scalar -> scalar.number();
            case Series series -> series.orMissing(time);
            case Value.Several several -> Double.NaN;
        };
    }

    private static void refuseArray(Value value) {
        if (value instanceof Value.Several) {
            throw new MathException("The function IF does not take an array of time series.");
        }
    }
}
