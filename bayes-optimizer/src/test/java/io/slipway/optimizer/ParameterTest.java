package io.slipway.optimizer;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ParameterTest {

    private static final SearchSpace SPACE = new SearchSpace(List.of(
            new Parameter.Continuous("rate", 0, 1, Scaling.LINEAR),
            new Parameter.Discrete("layers", 1, 6, Scaling.AUTO),
            new Parameter.Categorical("kind", List.of("a", "b"))));

    @Test
    void rangesThatMakeNoSenseAreRefused() {
        assertRefused("rate", "begin below its end", () -> new Parameter.Continuous("rate", 1, 1, Scaling.LINEAR));
        assertRefused("rate", "begin below its end", () -> new Parameter.Continuous("rate", 2, 1, Scaling.LINEAR));
        assertRefused("rate", "finite", () -> new Parameter.Continuous("rate", Double.NaN, 1, Scaling.LINEAR));
        assertRefused("rate", "finite", () -> new Parameter.Continuous("rate", -1e308, 1e308, Scaling.LINEAR));
        assertRefused("layers", "begin above its end", () -> new Parameter.Discrete("layers", 2, 1, Scaling.LINEAR));
        assertRefused("kind", "at least one value", () -> new Parameter.Categorical("kind", List.of()));
        assertRefused("kind", "'a' comes twice", () -> new Parameter.Categorical("kind", List.of("a", "b", "a")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Parameter.Categorical(" ", List.of("a")))
                .withMessageContaining("needs a name");
    }

    @Test
    void scalingsOutsideTheirDomainAreRefused() {
        assertRefused("rate", "above 0", () -> new Parameter.Continuous("rate", 0, 1, Scaling.LOGARITHMIC));
        assertRefused("layers", "above 0", () -> new Parameter.Discrete("layers", 0, 9, Scaling.LOGARITHMIC));
        assertRefused(
                "rate", "within [0, 1)", () -> new Parameter.Continuous("rate", 0, 1, Scaling.REVERSE_LOGARITHMIC));
        assertRefused(
                "layers",
                "continuous parameters only",
                () -> new Parameter.Discrete("layers", 0, 9, Scaling.REVERSE_LOGARITHMIC));
    }

    @Test
    void spacesWithoutParametersOrWithOneNameTwiceAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SearchSpace(List.of()))
                .withMessageContaining("1 to 1000 parameters");
        Parameter kind = new Parameter.Categorical("kind", List.of("a"));
        assertRefused("kind", "comes twice", () -> new SearchSpace(List.of(kind, kind)));
    }

    @Test
    void trialsThatDoNotFitTheSpaceAreRefused() {
        assertTrialRefused("kind", "no value", Map.of("rate", .5, "layers", 2L));
        assertTrialRefused("rate", "Double in [0.0, 1.0]", Map.of("rate", 1.5, "layers", 2L, "kind", "a"));
        assertTrialRefused("rate", "Double", Map.of("rate", 1L, "layers", 2L, "kind", "a"));
        assertTrialRefused("layers", "Long in [1, 6]", Map.of("rate", .5, "layers", 7L, "kind", "a"));
        assertTrialRefused("kind", "one of [a, b]", Map.of("rate", .5, "layers", 2L, "kind", "c"));
        assertTrialRefused("depth", "does not have it", Map.of("rate", .5, "layers", 2L, "kind", "a", "depth", 1L));
    }

    private static void assertTrialRefused(String parameter, String rule, Map<String, Object> values) {
        var trial = new Trial.Completed(new Configuration(values), 1);
        var study = new Study(SPACE, Goal.MINIMIZE, List.of(trial), 1, List.of());
        assertRefused(parameter, rule, () -> new BayesianDesigner().suggest(study, 1));
        assertRefused(parameter, rule, () -> new RandomDesigner().suggest(study, 1));
    }

    private static void assertRefused(String parameter, String rule, Supplier<?> supplier) {
        assertThatIllegalArgumentException()
                .isThrownBy(supplier::get)
                .withMessageContaining("'" + parameter + "'")
                .withMessageContaining(rule);
    }
}
