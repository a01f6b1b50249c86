package io.slipway.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BayesianDesignerTest {

    private static final SearchSpace MIXED = new SearchSpace(List.of(
            new Parameter.Continuous("rate", 1e-6, 10, Scaling.AUTO),
            new Parameter.Discrete("layers", 1, 6, Scaling.AUTO),
            new Parameter.Categorical("optimizer", List.of("sgd", "adam", "rmsprop")),
            new Parameter.Categorical("only", List.of("one"))));

    private final Designer designer = new BayesianDesigner();

    @Test
    void sameStudyGivesTheSameSuggestions() {
        Study study = study(MIXED, trials(MIXED, 12));
        assertThat(designer.suggest(study, 3)).isEqualTo(new BayesianDesigner().suggest(study, 3));
    }

    @Test
    void smallSpacesAreExhaustedWithEveryConfigurationOnce() {
        var space = new SearchSpace(List.of(
                new Parameter.Discrete("n", 1, 5, Scaling.LINEAR),
                new Parameter.Categorical("kind", List.of("a", "b", "c"))));
        Set<Configuration> seen = new HashSet<>();
        List<Trial> trials = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
            Configuration next = designer.suggest(study(space, trials), 1).getFirst();
            assertThat(seen.add(next)).isTrue();
            trials.add(new Trial.Completed(next, (long) next.values().get("n")));
        }
        assertThat(designer.suggest(study(space, trials), 1).getFirst().values())
                .containsEntry("n", 1L);
    }

    @Test
    void hundredPendingTrialsWithoutResultsStillGiveNewConfigurations() {
        List<Trial> trials = new ArrayList<>();
        for (Configuration configuration : designer.suggest(study(MIXED, List.of()), 100)) {
            trials.add(new Trial.Pending(configuration));
        }
        Configuration next = designer.suggest(study(MIXED, trials), 1).getFirst();
        next.requireFits(MIXED);
        assertThat(trials)
                .extracting(Trial::configuration)
                .doesNotHaveDuplicates()
                .doesNotContain(next);
    }

    @ParameterizedTest
    @MethodSource("uninformativeOutcomes")
    void outcomesThatTellNothingStillLeadToNewConfigurations(List<Double> outcomes) {
        List<Configuration> tried = designer.suggest(study(MIXED, List.of()), outcomes.size());
        List<Trial> trials = new ArrayList<>();
        for (int i = 0; i < outcomes.size(); i++) {
            trials.add(new Trial.Completed(tried.get(i), outcomes.get(i)));
        }
        trials.addFirst(
                new Trial.Failed(designer.suggest(study(MIXED, trials), 1).getFirst()));
        List<Configuration> next = designer.suggest(study(MIXED, trials), 3);
        assertThat(next)
                .doesNotHaveDuplicates()
                .doesNotContainAnyElementsOf(
                        trials.stream().map(Trial::configuration).toList())
                .allSatisfy(configuration -> configuration.requireFits(MIXED));
    }

    static Stream<List<Double>> uninformativeOutcomes() {
        return Stream.of(
                List.of(3.),
                List.of(Double.NaN),
                Collections.nCopies(12, -7.),
                Collections.nCopies(12, Double.POSITIVE_INFINITY),
                List.of(Double.NaN, 1., Double.NEGATIVE_INFINITY));
    }

    @Test
    void spaceOfOneConfigurationIsRepeated() {
        var space = new SearchSpace(List.of(new Parameter.Discrete("n", 3, 3, Scaling.LOGARITHMIC)));
        assertThat(designer.suggest(study(space, List.of()), 2)).containsOnly(new Configuration(Map.of("n", 3L)));
    }

    private static Study study(SearchSpace space, List<Trial> trials) {
        return new Study(space, Goal.MINIMIZE, trials, 1, List.of());
    }

    private List<Trial> trials(SearchSpace space, int count) {
        List<Trial> trials = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Configuration next = designer.suggest(study(space, trials), 1).getFirst();
            trials.add(new Trial.Completed(
                    next, Math.abs(Math.log((double) next.values().get("rate")))));
        }
        return trials;
    }
}
