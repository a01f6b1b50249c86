package io.slipway.optimizer;

import java.util.List;

/** One dimension of a search space. */
public sealed interface Parameter {

    String name();

    /** Real values from {@code low} to {@code high}, both included; {@code low} below {@code high}. */
    record Continuous(String name, double low, double high, Scaling scaling) implements Parameter {}

    /** Whole values from {@code low} to {@code high}, both included; {@code low} not above {@code high}. */
    record Discrete(String name, long low, long high, Scaling scaling) implements Parameter {}

    /** One of the values, which have no order; at least one, no two alike. */
    record Categorical(String name, List<String> values) implements Parameter {

        public Categorical {
            values = List.copyOf(values);
        }
    }
}
