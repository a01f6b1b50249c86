package io.slipway.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class DesignerPropertiesTest {

    private static final double[] ODD_OUTCOMES = {
        Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e308, -1e308, 0, Double.MIN_VALUE
    };

    @Property(tries = 150)
    void suggestionsFitTheSpaceAndAreNew(@ForAll long seed, @ForAll @IntRange(min = 0, max = 25) int count) {
        var random = new Random(seed);
        SearchSpace space = space(random);
        Study study = study(space, trials(random, space, count), seed);
        for (Designer designer : List.of(new BayesianDesigner(), new RandomDesigner())) {
            List<Configuration> suggestions = designer.suggest(study, 2);
            assertThat(suggestions).hasSize(2);
            HashSet<Configuration> seen = new HashSet<>();
            study.trials().forEach(trial -> seen.add(trial.configuration()));
            for (Configuration suggestion : suggestions) {
                suggestion.requireFits(space);
                boolean exhausted = seen.size() >= cardinality(space);
                assertThat(seen.add(suggestion) || exhausted).isTrue();
            }
        }
    }

    @Property(tries = 40)
    void sameStudyGivesTheSameSuggestionOnAnyThreadAndInAnyOrderOfPendingTrials(@ForAll long seed) {
        var random = new Random(seed);
        SearchSpace space = space(random);
        List<Trial> trials = trials(random, space, 10);
        List<Trial> pending = new ArrayList<>();
        for (Configuration next : new RandomDesigner().suggest(study(space, List.of(), seed + 1), 5)) {
            pending.add(new Trial.Pending(next));
        }
        Study study = study(space, joined(trials, pending), seed);
        Study reversed = study(space, joined(trials, pending.reversed()), seed);
        var there = CompletableFuture.supplyAsync(() -> new BayesianDesigner().suggest(reversed, 1));
        assertThat(new BayesianDesigner().suggest(study, 1)).isEqualTo(there.join());
    }

    @Property(tries = 15)
    void scaleAndDirectionOfTheObjectiveDoNotMatter(
            @ForAll long seed, @ForAll @IntRange(min = -60, max = 60) int power) {
        var random = new Random(seed);
        SearchSpace space = space(random);
        List<Trial> trials = new ArrayList<>();
        List<Trial> scaled = new ArrayList<>();
        for (Configuration tried : new RandomDesigner().suggest(study(space, List.of(), seed), 8)) {
            double outcome = random.nextGaussian();
            trials.add(new Trial.Completed(tried, outcome));
            scaled.add(new Trial.Completed(tried, -Math.scalb(outcome, power)));
        }
        var mirrored = new Study(space, Goal.MINIMIZE, scaled, seed, List.of());
        assertThat(new BayesianDesigner().suggest(mirrored, 1))
                .isEqualTo(new BayesianDesigner().suggest(study(space, trials, seed), 1));
    }

    @Property(tries = 10)
    void smallSpacesAreExhaustedWithEveryConfigurationOnce(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 4) int integers,
            @ForAll @IntRange(min = 1, max = 3) int values) {
        var space = new SearchSpace(List.of(
                new Parameter.Discrete("n", 1, integers, Scaling.AUTO),
                new Parameter.Categorical(
                        "v", IntStream.range(0, values).mapToObj(i -> "v" + i).toList())));
        var random = new Random(seed);
        HashSet<Configuration> seen = new HashSet<>();
        List<Trial> trials = new ArrayList<>();
        for (int i = 0; i < integers * values; i++) {
            Configuration next = new BayesianDesigner()
                    .suggest(study(space, trials, seed), 1)
                    .getFirst();
            assertThat(seen.add(next)).isTrue();
            trials.add(new Trial.Completed(next, random.nextGaussian()));
        }
        assertThat(seen)
                .contains(new BayesianDesigner()
                        .suggest(study(space, trials, seed), 1)
                        .getFirst());
    }

    private static List<Trial> joined(List<Trial> first, List<Trial> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    private static Study study(SearchSpace space, List<Trial> trials, long seed) {
        return new Study(space, Goal.MAXIMIZE, trials, seed, List.of());
    }

    private static SearchSpace space(Random random) {
        return new SearchSpace(IntStream.range(0, 1 + random.nextInt(6))
                .mapToObj(k -> parameter(random, "p" + k))
                .toList());
    }

    private static Parameter parameter(Random random, String name) {
        return switch (random.nextInt(7)) {
            case 0 -> new Parameter.Continuous(name, -1 - random.nextInt(1000), random.nextDouble(), Scaling.LINEAR);
            case 1 -> new Parameter.Continuous(name, 1e-9, 1 + random.nextDouble(), Scaling.LOGARITHMIC);
            case 2 -> new Parameter.Continuous(name, 0, .9999, Scaling.REVERSE_LOGARITHMIC);
            case 3 -> new Parameter.Continuous(name, random.nextDouble(), 1 + random.nextInt(5000), Scaling.AUTO);
            case 4 -> new Parameter.Discrete(name, -random.nextInt(3), random.nextInt(4), Scaling.LINEAR);
            case 5 -> new Parameter.Discrete(name, 1, 1 + random.nextInt(100_000), Scaling.AUTO);
            default ->
                new Parameter.Categorical(
                        name,
                        IntStream.range(0, 1 + random.nextInt(5))
                                .mapToObj(i -> "v" + i)
                                .toList());
        };
    }

    private static double cardinality(SearchSpace space) {
        double product = 1;
        for (Parameter parameter : space.parameters()) {
            product *= switch (parameter) {
                case Parameter.Continuous real -> Double.POSITIVE_INFINITY;
                case Parameter.Discrete whole -> whole.high() - whole.low() + 1.;
                case Parameter.Categorical category -> category.values().size();
            };
        }
        return product;
    }

    private static List<Trial> trials(Random random, SearchSpace space, int count) {
        if (count == 0) {
            return List.of();
        }
        List<Trial> trials = new ArrayList<>();
        boolean odd = random.nextBoolean();
        for (Configuration configuration :
                new RandomDesigner().suggest(new Study(space, Goal.MINIMIZE, List.of(), 5, List.of()), count)) {
            double outcome = odd && random.nextInt(3) == 0
                    ? ODD_OUTCOMES[random.nextInt(ODD_OUTCOMES.length)]
                    : random.nextGaussian();
            trials.add(
                    switch (random.nextInt(5)) {
                        case 0 -> new Trial.Pending(configuration);
                        case 1 -> new Trial.Failed(configuration);
                        default -> new Trial.Completed(configuration, outcome);
                    });
        }
        return trials;
    }
}
