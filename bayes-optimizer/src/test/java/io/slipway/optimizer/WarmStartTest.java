package io.slipway.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class WarmStartTest {

    private static final Problems.Problem PROBLEM = Problems.hartmann6();
    private static final Designer DESIGNER = new BayesianDesigner();

    private static final List<Trial> EARLIER = Problems.run(PROBLEM, DESIGNER, 50, 77, List.of());

    /** 50 results of the problem, on another scale if it counts as another function; the optimum is where it was. */
    private static Study.Parent parent(boolean sameFunction) {
        double scale = sameFunction ? 1 : 3;
        List<Trial.Completed> completed = new ArrayList<>();
        for (Trial trial : EARLIER) {
            double value = PROBLEM.function().apply(trial.configuration()).orElseThrow();
            completed.add(new Trial.Completed(trial.configuration(), scale * value + (sameFunction ? 0 : 5)));
        }
        return new Study.Parent(Goal.MINIMIZE, completed, sameFunction);
    }

    @Test
    void parentOfAnotherFunctionOfTheSameShapeSavesTheSearch() {
        List<Trial> trials = Problems.run(PROBLEM, DESIGNER, 5, 3, List.of(parent(false)));
        assertThat(Problems.leastRegret(PROBLEM, trials)).isLessThanOrEqualTo(.4);
    }

    @Test
    void parentOfTheSameFunctionIsContinued() {
        Study.Parent parent = parent(true);
        List<Trial> trials = Problems.run(PROBLEM, DESIGNER, 5, 3, List.of(parent));
        assertThat(Problems.leastRegret(PROBLEM, trials)).isLessThanOrEqualTo(.05);
        assertThat(trials)
                .extracting(Trial::configuration)
                .doesNotContainAnyElementsOf(parent.completed().stream()
                        .map(Trial.Completed::configuration)
                        .toList());
    }

    @Test
    void parentsResultsOutsideOurRangesAreLearntFromButNeverProposed() {
        var narrow = new SearchSpace(List.of(new Parameter.Continuous("x", 0, 4, Scaling.LINEAR)));
        List<Trial.Completed> completed = new ArrayList<>();
        for (double x = 0; x <= 10; x += .5) {
            completed.add(new Trial.Completed(new Configuration(Map.of("x", x)), -(x - 6) * (x - 6)));
        }
        var parent = new Study.Parent(Goal.MAXIMIZE, completed, true);
        var study = new Study(narrow, Goal.MAXIMIZE, List.of(), 1, List.of(parent));
        Configuration next = DESIGNER.suggest(study, 1).getFirst();
        next.requireFits(narrow);
        assertThat((double) next.values().get("x")).isGreaterThan(3.5);
    }

    @Test
    void parentsResultsThatCannotBePlacedAreSkipped() {
        var space = new SearchSpace(List.of(
                new Parameter.Continuous("x", 1, 10, Scaling.LOGARITHMIC),
                new Parameter.Categorical("kind", List.of("a", "b"))));
        for (boolean sameFunction : new boolean[] {true, false}) {
            var parent = new Study.Parent(
                    Goal.MINIMIZE,
                    List.of(
                            new Trial.Completed(new Configuration(Map.of("x", .5)), 1),
                            new Trial.Completed(new Configuration(Map.of("x", -1., "kind", "a")), 1),
                            new Trial.Completed(new Configuration(Map.of("x", 2., "kind", "c")), 1),
                            new Trial.Completed(new Configuration(Map.of("x", 2., "kind", "a")), Double.NaN)),
                    sameFunction);
            var problem = new Problems.Problem(
                    space, c -> OptionalDouble.of((double) c.values().get("x")), 1);
            assertThat(Problems.run(problem, DESIGNER, 5, 1, List.of(parent)))
                    .isEqualTo(Problems.run(problem, DESIGNER, 5, 1, List.of()));
        }
    }
}
