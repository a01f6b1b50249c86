package io.slipway.optimizer.acquisition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.slipway.optimizer.gp.GaussianProcess;
import io.slipway.optimizer.gp.Hyperparameters;
import io.slipway.optimizer.gp.Points;
import io.slipway.optimizer.math.CentralDifference;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class AcquisitionGradientTest {

    @Property(tries = 60)
    void gradientsAreThoseOfCentralDifferences(
            @ForAll @IntRange(min = 1, max = 20) int dimensions, @ForAll boolean trend, @ForAll long seed) {
        var random = new Random(seed);
        boolean[] categorical = new boolean[dimensions];
        for (int k = 0; k < dimensions; k++) {
            categorical[k] = random.nextInt(3) == 0;
        }
        List<GaussianProcess> trends = trend ? List.of(process(random, categorical, List.of())) : List.of();
        GaussianProcess process = process(random, categorical, trends)
                .believing(List.of(point(random, categorical), point(random, categorical)))
                .orElseThrow();
        double[] x = point(random, categorical);
        for (Acquisition acquisition : List.of(
                new LogExpectedImprovement(process, 1.5),
                new UpperConfidenceBound(process),
                new PosteriorUncertainty(process))) {
            double[] gradient = new double[dimensions];
            double value = acquisition.valueAndGradient(x, gradient);

            assertThat(acquisition.value(x)).isEqualTo(value);
            assertThat(acquisition.values(new Points(List.of(x), categorical))[0])
                    .isCloseTo(value, within(1e-7 * (1 + Math.abs(value))));
            for (int k = 0; k < dimensions; k++) {
                double expected = categorical[k] ? 0 : CentralDifference.nearest(acquisition::value, x, k, gradient[k]);
                assertThat(gradient[k]).isCloseTo(expected, within(1e-5 * (1 + Math.abs(expected))));
            }
        }
    }

    private static GaussianProcess process(Random random, boolean[] categorical, List<GaussianProcess> trends) {
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
            points.add(point(random, categorical));
        }
        double[] lengthscales = random.doubles(categorical.length, .2, 2).toArray();
        var theta = new Hyperparameters(lengthscales, .5 + random.nextDouble(), .01 + .1 * random.nextDouble());
        double[] outcomes = random.doubles(points.size(), -2, 1.5).toArray();
        return GaussianProcess.given(new Points(points, categorical), outcomes, theta, trends)
                .orElseThrow();
    }

    private static double[] point(Random random, boolean[] categorical) {
        double[] point = new double[categorical.length];
        for (int k = 0; k < point.length; k++) {
            point[k] = categorical[k] ? random.nextInt(3) : random.nextDouble();
        }
        return point;
    }
}
