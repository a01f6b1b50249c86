package io.slipway.optimizer;

import java.util.Map;

/**
 * A value for each parameter of a space, by name: a {@code Double} for a continuous one, a {@code Long} for an integer one,
 * a {@code String} for a categorical one.
 */
public record Configuration(Map<String, Object> values) {

    public Configuration {
        values = Map.copyOf(values);
    }

    /** @throws IllegalArgumentException naming the parameter and the rule that this configuration breaks in the space */
    public void requireFits(SearchSpace space) {
        for (Parameter parameter : space.parameters()) {
            Object value = values.get(parameter.name());
            if (value == null) {
                throw Rules.broken(parameter.name(), "a trial has no value for it");
            }
            requireFits(parameter, value);
        }
        for (String name : values.keySet()) {
            Rules.require(
                    space.parameters().stream()
                            .anyMatch(parameter -> parameter.name().equals(name)),
                    name,
                    "a trial has a value for it, the space does not have it");
        }
    }

    private static void requireFits(Parameter parameter, Object value) {
        boolean fits = switch (parameter) {
            case Parameter.Continuous real -> value instanceof Double x && x >= real.low() && x <= real.high();
            case Parameter.Discrete whole -> value instanceof Long x && x >= whole.low() && x <= whole.high();
            case Parameter.Categorical category ->
                value instanceof String x && category.values().contains(x);
        };
        if (!fits) {
            throw Rules.broken(parameter.name(), "a trial's value must be " + permitted(parameter) + ", not " + value);
        }
    }

    private static String permitted(Parameter parameter) {
        return switch (parameter) {
            case Parameter.Continuous real -> "a Double in " + Rules.range(real.low(), real.high());
            case Parameter.Discrete whole -> "a Long in " + Rules.range(whole.low(), whole.high());
            case Parameter.Categorical category -> "one of " + category.values();
        };
    }
}
