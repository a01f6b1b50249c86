package io.slipway.emulator.metrics.math;

import java.util.List;
import java.util.function.UnaryOperator;

/** What a part of an expression comes to. */
sealed interface Value permits Value.Scalar, Value.Several, Series {

    /** How a client knows such a value. */
    String kind();

    record Scalar(double number) implements Value {

        static Scalar of(boolean isTrue) {
            return new Scalar(isTrue ? 1 : 0);
        }

        @Override
        public String kind() {
            return "a scalar";
        }
    }

    record Several(List<Series> members) implements Value {

        Several map(UnaryOperator<Series> change) {
            return new Several(members.stream().map(change).toList());
        }

        @Override
        public String kind() {
            return "an array of time series";
        }
    }
}
