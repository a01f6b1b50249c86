package io.slipway.optimizer.gp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.slipway.optimizer.math.CentralDifference;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class MarginalPosteriorTest {

    @Property(tries = 60)
    void gradientIsThatOfCentralDifferences(
            @ForAll @IntRange(min = 1, max = 20) int dimensions,
            @ForAll @IntRange(min = 1, max = 25) int count,
            @ForAll long seed) {
        var random = new Random(seed);
        boolean[] categorical = new boolean[dimensions];
        for (int k = 0; k < dimensions; k++) {
            categorical[k] = random.nextInt(3) == 0;
        }
        var points = new Points(points(random, categorical, count), categorical);
        double[] outcomes = random.doubles(count, -2, 2).toArray();
        var posterior = new MarginalPosterior(points, outcomes, Covariance.base(points, List.of()));
        double[] theta = new double[dimensions + 2];
        for (int k = 0; k < dimensions; k++) {
            theta[k] = Math.log(.05 + 2 * random.nextDouble());
        }
        theta[dimensions] = 2 * random.nextDouble() - 1;
        theta[dimensions + 1] = Math.log(.001 + .1 * random.nextDouble());
        double[] gradient = new double[dimensions + 2];
        posterior.evaluate(theta, gradient);

        for (int k = 0; k < theta.length; k++) {
            double expected = CentralDifference.nearest(
                    moved -> posterior.evaluate(moved, new double[moved.length]), theta, k, gradient[k]);
            assertThat(gradient[k]).isCloseTo(expected, within(1e-5 * (1 + Math.abs(gradient[k]))));
        }
    }

    static List<double[]> points(Random random, boolean[] categorical, int count) {
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double[] point = new double[categorical.length];
            for (int k = 0; k < point.length; k++) {
                point[k] = categorical[k] ? random.nextInt(3) : random.nextDouble();
            }
            points.add(point);
        }
        return points;
    }
}
