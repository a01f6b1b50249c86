package io.slipway.optimizer;

import io.slipway.optimizer.encoding.Cube;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Grid search: every combination of the values of categorical parameters, in lexicographic order, the last parameter changing
 * fastest. When all are tried it begins again. Stateless and safe to share.
 */
public final class GridDesigner implements Designer {

    /** @throws IllegalArgumentException also if a parameter is not categorical */
    @Override
    public List<Configuration> suggest(Study study, int count) {
        if (count < 1) {
            throw new IllegalArgumentException("count must be at least 1, not " + count);
        }
        for (Parameter parameter : study.space().parameters()) {
            Rules.require(
                    parameter instanceof Parameter.Categorical,
                    parameter.name(),
                    "a grid is of categorical parameters only");
        }
        var codec = new SpaceCodec(study.space());
        Cube cube = codec.cube();
        Set<Configuration> seen = new HashSet<>();
        for (Trial trial : study.trials()) {
            trial.configuration().requireFits(study.space());
            seen.add(trial.configuration());
        }
        List<Configuration> suggestions = new ArrayList<>();
        long index = 0;
        while (suggestions.size() < count) {
            if (index >= cube.cardinality()) {
                seen.clear();
                index = 0;
            }
            Configuration next = codec.decode(cube.pointAt(index++));
            if (!seen.contains(next)) {
                suggestions.add(next);
            }
        }
        return suggestions;
    }
}
