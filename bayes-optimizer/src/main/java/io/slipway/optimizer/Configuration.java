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
}
