package io.slipway.optimizer;

import java.util.List;

/** The parameters, in order; at least one, no two of one name. */
public record SearchSpace(List<Parameter> parameters) {

    public SearchSpace {
        parameters = List.copyOf(parameters);
    }
}
