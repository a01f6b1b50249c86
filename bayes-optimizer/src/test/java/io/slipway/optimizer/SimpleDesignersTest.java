package io.slipway.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SimpleDesignersTest {

    private static final Parameter COLOUR = new Parameter.Categorical("colour", List.of("red", "green"));
    private static final Parameter SIZE = new Parameter.Categorical("size", List.of("s", "m", "l"));

    @Test
    void gridIsTheLexicographicProduct() {
        assertThat(new GridDesigner().suggest(study(List.of(COLOUR, SIZE), List.of()), 6))
                .extracting(configuration -> configuration.values().get("colour") + "-"
                        + configuration.values().get("size"))
                .containsExactly("red-s", "red-m", "red-l", "green-s", "green-m", "green-l");
    }

    @Test
    void gridGoesOnAfterWhatWasTriedAndBeginsAgainAtTheEnd() {
        var tried = new Trial.Pending(new Configuration(Map.of("colour", "red", "size", "m")));
        assertThat(new GridDesigner().suggest(study(List.of(COLOUR, SIZE), List.of(tried)), 6))
                .extracting(configuration -> configuration.values().get("colour") + "-"
                        + configuration.values().get("size"))
                .containsExactly("red-s", "red-l", "green-s", "green-m", "green-l", "red-s");
    }

    @Test
    void gridTakesCategoricalParametersOnly() {
        Parameter rate = new Parameter.Continuous("rate", 0, 1, Scaling.LINEAR);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GridDesigner().suggest(study(List.of(COLOUR, rate), List.of()), 1))
                .withMessageContaining("'rate'");
    }

    @Test
    void randomSearchIsUniformInTheScale() {
        Parameter rate = new Parameter.Continuous("rate", 1e-4, 1, Scaling.LOGARITHMIC);
        long small = new RandomDesigner()
                .suggest(study(List.of(rate), List.of()), 4000).stream()
                        .filter(configuration -> (double) configuration.values().get("rate") < 1e-2)
                        .count();
        assertThat(small).isBetween(1850L, 2150L);
    }

    @Test
    void randomSearchTriesEveryConfigurationOfASmallSpaceOnce() {
        List<Configuration> suggestions = new RandomDesigner().suggest(study(List.of(COLOUR, SIZE), List.of()), 6);
        assertThat(suggestions).doesNotHaveDuplicates();
        assertThat(new RandomDesigner().suggest(study(List.of(COLOUR, SIZE), List.of()), 6))
                .isEqualTo(suggestions);
    }

    @Test
    void countMustBePositive() {
        Study study = study(List.of(COLOUR), List.of());
        for (Designer designer : List.of(new BayesianDesigner(), new RandomDesigner(), new GridDesigner())) {
            assertThatIllegalArgumentException().isThrownBy(() -> designer.suggest(study, 0));
        }
    }

    private static Study study(List<Parameter> parameters, List<Trial> trials) {
        return new Study(new SearchSpace(parameters), Goal.MAXIMIZE, trials, 3, List.of());
    }
}
