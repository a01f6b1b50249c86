package io.slipway.optimizer.gp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.slipway.optimizer.math.Cholesky;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GaussianProcessTest {

    private static final Points POINTS = new Points(
            List.of(new double[] {.1, .2}, new double[] {.4, .9}, new double[] {.7, .3}, new double[] {.9, .8}),
            new boolean[2]);
    private static final double[] OUTCOMES = {-1, .5, 1.2, -.7};
    private static final Hyperparameters THETA = new Hyperparameters(new double[] {.5, .8}, 1.3, .01);
    private static final GaussianProcess PROCESS =
            GaussianProcess.given(POINTS, OUTCOMES, THETA, List.of()).orElseThrow();

    @Test
    void maternIsThatOfTheReference() {
        double[] q = {1, .25, 0, 1e6};
        double[] decays = new double[q.length];
        Matern.toRoots(q, 0, q.length);
        Matern.decays(q, 0, q.length, 1, decays);
        double[] values = new double[q.length];
        Matern.values(q, decays, 0, q.length, 0, values);
        Matern.slopes(q, decays, 0, q.length, q);
        assertThat(values).containsExactly(new double[] {.52399410883182, .828649142418126, 1, 0}, within(1e-13));
        assertThat(q[0]).isCloseTo(-.288220193942648, within(1e-13));
    }

    @Test
    void decayIsTheExponentialAtEveryDistance() {
        double[] q = IntStream.range(0, 6000).mapToDouble(i -> i / 100.).toArray();
        double[] decays = new double[q.length];
        Matern.decays(q, 0, q.length, 3, decays);
        for (int i = 0; i < q.length; i++) {
            assertThat(decays[i] / (3 * Math.exp(-q[i]))).isCloseTo(1, within(1e-13));
        }
    }

    @Test
    void factorAndWeightsAreThoseOfTheReference() {
        double[][] matrix = Covariance.matrix(POINTS, THETA, List.of());
        for (int i = 0; i < 4; i++) {
            matrix[i][i] += THETA.noise();
        }
        assertThat(Cholesky.factor(matrix)).isTrue();
        assertThat(new double[] {matrix[0][0], matrix[1][1], matrix[2][2], matrix[3][3]})
                .containsExactly(new double[] {3.36303434, 1.14335519, 1.000992, .84331512}, within(1e-7));
        assertThat(PROCESS.weights)
                .containsExactly(new double[] {-1.77588453, 1.25303871, 3.01053741, -2.53192685}, within(1e-7));
    }

    @Test
    void likelihoodAndItsGradientAreThoseOfTheReference() {
        var posterior = new MarginalPosterior(POINTS, OUTCOMES, Covariance.base(POINTS, List.of()));
        double freeNoise = .01 - MarginalPosterior.NOISE_FLOOR;
        double[] theta = {Math.log(.5), Math.log(.8), Math.log(1.3), Math.log(freeNoise)};
        double[] gradient = new double[4];
        double priors = .1 * (.25 + 4) + .1 * (.64 + 1 / .64) + 1.3 - Math.log(1.3) + .3 - .1 * Math.log(.01);

        assertThat(posterior.evaluate(theta, gradient) - priors).isCloseTo(5.071086444643405, within(1e-11));
        assertThat(gradient[0] - .2 * (.25 - 4)).isCloseTo(3.898125, within(1e-6));
        assertThat(gradient[1] - .2 * (.64 - 1 / .64)).isCloseTo(1.480041, within(1e-6));
        assertThat(gradient[2] - .3).isCloseTo(-2.274303, within(1e-6));
        assertThat((gradient[3] - (30 - 10) * freeNoise) * .01 / freeNoise).isCloseTo(-.07442560, within(1e-8));
    }

    @Test
    void posteriorIsThatOfTheReferenceAtOnePointAndAtMany() {
        double[] x = {.55, .5};
        var posterior = PROCESS.evaluator();
        posterior.move(x);
        assertThat(posterior.mean()).isCloseTo(.9275871197889778, within(1e-12));
        assertThat(posterior.variance()).isCloseTo(.12131032486777826, within(1e-12));

        double[] means = new double[300];
        double[] variances = new double[300];
        double[][] many = new double[300][];
        Arrays.fill(many, x);
        PROCESS.predict(new Points(List.of(many), new boolean[2]), means, variances);
        assertThat(means).containsOnly(new double[] {.9275871197889778}, within(1e-12));
        assertThat(variances).containsOnly(new double[] {.12131032486777826}, within(1e-12));
    }

    @Test
    void believedPointsLeaveTheMeanAndShrinkTheVariance() {
        List<double[]> pending = List.of(new double[] {.3, .3}, new double[] {.55, .5}, new double[] {.56, .5});
        var before = PROCESS.evaluator();
        var after = PROCESS.believing(pending).orElseThrow().evaluator();
        for (double[] x : List.of(new double[] {.2, .7}, new double[] {.55, .5}, new double[] {1, 0})) {
            before.move(x);
            after.move(x);
            assertThat(after.mean()).isCloseTo(before.mean(), within(1e-6));
            assertThat(after.variance()).isLessThan(before.variance());
        }
        for (double[] x : pending) {
            after.move(x);
            assertThat(after.variance()).isLessThanOrEqualTo(THETA.noise());
        }
    }
}
