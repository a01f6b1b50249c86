package io.slipway.optimizer;

import java.util.HashSet;
import java.util.List;

/** One dimension of a search space. The constructors throw {@link IllegalArgumentException} for ranges that make no sense. */
public sealed interface Parameter {

    String name();

    /**
     * Real values from {@code low} to {@code high}, both included; {@code low} below {@code high}, both finite. Above 0 with
     * logarithmic scaling, within [0, 1) with reverse logarithmic scaling.
     */
    record Continuous(String name, double low, double high, Scaling scaling) implements Parameter {

        public Continuous {
            Rules.requireName(name);
            Rules.require(Double.isFinite(high - low), name, "its range must be finite, not " + Rules.range(low, high));
            Rules.require(low < high, name, "its range must begin below its end, not " + Rules.range(low, high));
            Rules.require(
                    scaling != Scaling.LOGARITHMIC || low > 0,
                    name,
                    "logarithmic scaling needs a range above 0, not " + Rules.range(low, high));
            Rules.require(
                    scaling != Scaling.REVERSE_LOGARITHMIC || (low >= 0 && high < 1),
                    name,
                    "reverse logarithmic scaling needs a range within [0, 1), not " + Rules.range(low, high));
        }
    }

    /**
     * Whole values from {@code low} to {@code high}, both included; {@code low} not above {@code high}. Above 0 with logarithmic
     * scaling; never with reverse logarithmic scaling.
     */
    record Discrete(String name, long low, long high, Scaling scaling) implements Parameter {

        public Discrete {
            Rules.requireName(name);
            Rules.require(low <= high, name, "its range must not begin above its end, not " + Rules.range(low, high));
            Rules.require(
                    scaling != Scaling.LOGARITHMIC || low > 0,
                    name,
                    "logarithmic scaling needs a range above 0, not " + Rules.range(low, high));
            Rules.require(
                    scaling != Scaling.REVERSE_LOGARITHMIC,
                    name,
                    "reverse logarithmic scaling is for continuous parameters only");
        }
    }

    /** One of the values, which have no order; at least one, no two alike. */
    record Categorical(String name, List<String> values) implements Parameter {

        public Categorical {
            Rules.requireName(name);
            values = List.copyOf(values);
            Rules.require(!values.isEmpty(), name, "it needs at least one value");
            var distinct = new HashSet<String>();
            for (String value : values) {
                Rules.require(distinct.add(value), name, "its values must differ, '" + value + "' comes twice");
            }
        }
    }
}
