package io.slipway.emulator.tuning;

import io.slipway.optimizer.Parameter;
import io.slipway.optimizer.SearchSpace;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The corners of a search space, for what must hold of every training job. */
final class SampleValues {

    private SampleValues() {}

    /** All first values, and all last ones. */
    static List<Map<String, String>> of(SearchSpace space) {
        Map<String, String> first = new LinkedHashMap<>();
        Map<String, String> last = new LinkedHashMap<>();
        for (Parameter parameter : space.parameters()) {
            switch (parameter) {
                case Parameter.Continuous continuous -> {
                    first.put(continuous.name(), Double.toString(continuous.low()));
                    last.put(continuous.name(), Double.toString(continuous.high()));
                }
                case Parameter.Discrete discrete -> {
                    first.put(discrete.name(), Long.toString(discrete.low()));
                    last.put(discrete.name(), Long.toString(discrete.high()));
                }
                case Parameter.Categorical categorical -> {
                    first.put(categorical.name(), categorical.values().getFirst());
                    last.put(categorical.name(), categorical.values().getLast());
                }
            }
        }
        return List.of(first, last);
    }
}
