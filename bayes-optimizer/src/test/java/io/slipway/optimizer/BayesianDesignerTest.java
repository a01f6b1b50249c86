package io.slipway.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
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

    private static final SearchSpace CUBE = Problems.unitCube(3);

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

    @Test
    void everyFourthLateTrialIsNearTheBestUnlessOthersRun() {
        List<Double> alone = new ArrayList<>();
        List<Double> besideOthers = new ArrayList<>();
        for (long seed = 1; seed <= 8; seed++) {
            List<Trial> trials = scattered(seed, 30);
            alone.add(distanceFromTheBest(trials));
            trials.set(29, new Trial.Pending(trials.get(29).configuration()));
            besideOthers.add(distanceFromTheBest(trials));
        }
        assertThat(alone).allSatisfy(distance -> assertThat(distance).isLessThan(.1001));
        assertThat(besideOthers).anySatisfy(distance -> assertThat(distance).isGreaterThan(.2));
    }

    /** Outcomes that tell little, so that the model looks for better ones anywhere; the best comes first. */
    private static List<Trial> scattered(long seed, int count) {
        var random = new Random(seed);
        List<Trial> trials = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Map<String, Object> values = new HashMap<>();
            CUBE.parameters().forEach(parameter -> values.put(parameter.name(), random.nextDouble()));
            trials.add(new Trial.Completed(new Configuration(values), i == 0 ? -1 : random.nextDouble()));
        }
        return trials;
    }

    private double distanceFromTheBest(List<Trial> trials) {
        Map<String, Object> best = trials.getFirst().configuration().values();
        return designer.suggest(study(CUBE, trials), 1).getFirst().values().entrySet().stream()
                .mapToDouble(entry -> Math.abs((double) entry.getValue() - (double) best.get(entry.getKey())))
                .max()
                .orElseThrow();
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
