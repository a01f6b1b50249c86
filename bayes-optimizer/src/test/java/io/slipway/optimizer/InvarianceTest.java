package io.slipway.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InvarianceTest {

    private static final Problems.Problem PROBLEM = Problems.network(false);
    private static final List<Trial> TRIALS = Problems.run(PROBLEM, new BayesianDesigner(), 15, 4, List.of());

    @ParameterizedTest
    @ValueSource(doubles = {1e-9, 1e9})
    void scaleOfTheObjectiveDoesNotMatter(double scale) {
        assertSameSuggestion(Goal.MINIMIZE, y -> scale * y);
    }

    @Test
    void offsetOfTheObjectiveDoesNotMatter() {
        assertSameSuggestion(Goal.MINIMIZE, y -> y + 1e6);
    }

    @Test
    void maximizingTheNegativeIsMinimizing() {
        assertSameSuggestion(Goal.MAXIMIZE, y -> -y);
    }

    private static void assertSameSuggestion(Goal goal, DoubleUnaryOperator objective) {
        Map<String, Object> expected = suggest(Goal.MINIMIZE, y -> y).values();
        Map<String, Object> actual = suggest(goal, objective).values();
        for (Parameter parameter : PROBLEM.space().parameters()) {
            Object value = expected.get(parameter.name());
            if (value instanceof Double number) {
                assertThat((double) actual.get(parameter.name())).isCloseTo(number, within(1e-3 * Math.abs(number)));
            } else {
                assertThat(actual).containsEntry(parameter.name(), value);
            }
        }
    }

    private static Configuration suggest(Goal goal, DoubleUnaryOperator objective) {
        List<Trial> trials = new ArrayList<>();
        for (Trial trial : TRIALS) {
            double y = PROBLEM.function().apply(trial.configuration()).orElseThrow();
            trials.add(new Trial.Completed(trial.configuration(), objective.applyAsDouble(y)));
        }
        var study = new Study(PROBLEM.space(), goal, trials, 4, List.of());
        return new BayesianDesigner().suggest(study, 1).getFirst();
    }
}
