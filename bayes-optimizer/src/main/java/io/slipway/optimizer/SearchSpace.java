package io.slipway.optimizer;

import io.slipway.optimizer.encoding.SobolPoints;
import java.util.HashSet;
import java.util.List;

/** The parameters, in order; at least one, at most 1000, no two of one name. */
public record SearchSpace(List<Parameter> parameters) {

    public SearchSpace {
        parameters = List.copyOf(parameters);
        if (parameters.isEmpty() || parameters.size() > SobolPoints.MOST_DIMENSIONS) {
            throw new IllegalArgumentException("a search space needs 1 to " + SobolPoints.MOST_DIMENSIONS
                    + " parameters, not " + parameters.size());
        }
        var names = new HashSet<String>();
        for (Parameter parameter : parameters) {
            Rules.require(names.add(parameter.name()), parameter.name(), "its name comes twice in the space");
        }
    }
}
