package io.slipway.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

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

    @Test
    void spaceOfOneConfigurationIsRepeated() {
        var space = new SearchSpace(List.of(new Parameter.Discrete("n", 3, 3, Scaling.LOGARITHMIC)));
        assertThat(designer.suggest(study(space, List.of()), 2)).containsOnly(new Configuration(Map.of("n", 3L)));
    }

    private static Study study(SearchSpace space, List<Trial> trials) {
        return new Study(space, Goal.MINIMIZE, trials, 60, 1, List.of());
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
