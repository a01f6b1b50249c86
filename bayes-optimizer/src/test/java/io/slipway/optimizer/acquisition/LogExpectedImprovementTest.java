package io.slipway.optimizer.acquisition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import io.slipway.optimizer.gp.GaussianProcess;
import io.slipway.optimizer.gp.Hyperparameters;
import io.slipway.optimizer.gp.Points;
import java.util.List;
import org.apache.commons.numbers.gamma.Erfcx;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogExpectedImprovementTest {

    @ParameterizedTest
    @CsvSource({
        "3, 1.09873966532771, .332840968451795",
        "1, .0800262188493069, .776638725201740",
        "0, -.918938533204673, 1.25331413731550",
        "-.5, -1.62051626438732, 1.55987314834808",
        "-1, -2.48512102571264, 1.90427123332969",
        "-2, -4.76878352391711, 2.67941688395559",
        "-5, -16.7443011626610, 5.36181624128809",
        "-10, -55.5531220361224, 10.1943830334126",
        "-40, -808.298568356620, 40.0499066576485",
        "-100, -5010.12957880025, 100.019994004",
        "-1000, -500014.734452091, 1000.001999994"
    })
    void logHAndItsDerivativeAreThoseOfTheReference(double z, double logH, double derivative) {
        assertThat(LogExpectedImprovement.logH(z)).isCloseTo(logH, withPercentage(1e-7));
        assertThat(LogExpectedImprovement.logHDerivative(z)).isCloseTo(derivative, withPercentage(1e-7));
    }

    @ParameterizedTest
    @CsvSource({"-25, -319.861463584", "-1e5, -5000000023.94479"})
    void logHIsThatOfTheReferenceFarOut(double z, double logH) {
        assertThat(LogExpectedImprovement.logH(z)).isCloseTo(logH, withPercentage(1e-7));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, -1e3})
    void branchesMeet(double z) {
        double above = Math.nextUp(z);
        assertThat(LogExpectedImprovement.logH(above)).isCloseTo(LogExpectedImprovement.logH(z), withPercentage(1e-7));
        assertThat(LogExpectedImprovement.logHDerivative(above))
                .isCloseTo(LogExpectedImprovement.logHDerivative(z), withPercentage(1e-6));
    }

    @ParameterizedTest
    @CsvSource({"1, .427583576155807", "10, .0561409927438226", "100, .00564161378298943"})
    void scaledComplementaryErrorFunctionIsAccurate(double x, double expected) {
        assertThat(Erfcx.value(x)).isCloseTo(expected, withPercentage(1e-11));
    }

    @Test
    void valueAndGradientAreThoseOfTheReference() {
        var points = new Points(
                List.of(new double[] {.1, .2}, new double[] {.4, .9}, new double[] {.7, .3}, new double[] {.9, .8}),
                new boolean[2]);
        var theta = new Hyperparameters(new double[] {.5, .8}, 1.3, .01);
        var process = GaussianProcess.given(points, new double[] {-1, .5, 1.2, -.7}, theta, List.of())
                .orElseThrow();
        var acquisition = new LogExpectedImprovement(process, 1.2);
        double[] x = {.55, .5};
        double[] gradient = new double[2];

        assertThat(acquisition.valueAndGradient(x, gradient)).isCloseTo(-3.1418557739921793, within(1e-10));
        assertThat(gradient).containsExactly(new double[] {.413134863, -4.410331419}, within(1e-7));
        assertThat(acquisition.value(x)).isCloseTo(-3.1418557739921793, within(1e-10));
        assertThat(acquisition.values(new Points(List.of(x), new boolean[2])))
                .containsExactly(new double[] {-3.1418557739921793}, within(1e-10));
    }
}
