package io.slipway.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ProblemsTest {

    @Test
    void minimaAreThoseOfTheLiterature() {
        assertThat(Problems.branin(Math.PI, 2.275)).isCloseTo(.397887357729738, within(1e-12));
        assertThat(Problems.branin(-Math.PI, 12.275)).isCloseTo(.397887357729738, within(1e-12));
        assertThat(Problems.branin(9.42478, 2.475)).isCloseTo(.397887357729738, within(1e-9));
        assertThat(Problems.hartmann3(.114614, .555649, .852547)).isCloseTo(-3.86277978733266, within(1e-9));
        assertThat(Problems.hartmann6(.20169, .150011, .476874, .275332, .311652, .6573))
                .isCloseTo(-3.322368011415512, within(1e-9));
        assertThat(Problems.ackley(0, 0, 0, 0, 0)).isCloseTo(0, within(1e-14));
        assertThat(Problems.levy(1, 1, 1, 1)).isCloseTo(0, within(1e-14));
        assertThat(Problems.rosenbrock(1, 1, 1, 1, 1)).isZero();
    }

    @Test
    void valuesAwayFromTheMinimaAreThoseOfTheFormulas() {
        assertThat(Problems.ackley(1, 1, 1)).isCloseTo(20 * (1 - Math.exp(-.2)), within(1e-12));
        assertThat(Problems.levy(-3, -3)).isCloseTo(1 + 10 * Math.pow(Math.sin(1), 2) + 1, within(1e-12));
        assertThat(Problems.rosenbrock(0, 1, 0)).isEqualTo(100 + 1 + 100);
    }

    @Test
    void networkIsBestWhereItWasBuiltToBe() {
        var best = new Configuration(Map.of(
                "lr", .1, "wd", 1.58e-4, "dropout", .18, "layers", 3L, "units", 362L, "opt", "sgd", "act", "gelu"));
        assertThat(Problems.network(best)).isCloseTo(.046, within(1e-5));
    }
}
