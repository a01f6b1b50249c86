package io.slipway.optimizer.acquisition;

import io.slipway.optimizer.encoding.Cube;
import io.slipway.optimizer.encoding.SobolPoints;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.numbers.gamma.InverseErf;
import org.apache.commons.rng.UniformRandomProvider;

/** The points whose acquisition is looked at first: all of a small space, else a spread over it and clouds around the best trials. */
final class Candidates {

    private static final double LARGEST_STEP = .5;
    private static final double DECADES_OF_STEP = 3;

    private final Cube cube;
    private final UniformRandomProvider random;

    Candidates(Cube cube, UniformRandomProvider random) {
        this.cube = cube;
        this.random = random;
    }

    /**
     * @param best the best trials
     * @param spread how many Sobol points
     * @param around how many perturbations of each of the best
     */
    List<double[]> draw(List<double[]> best, int spread, int around) {
        List<double[]> points = new ArrayList<>();
        if (cube.cardinality() <= spread) {
            for (long index = 0; index < cube.cardinality(); index++) {
                points.add(cube.pointAt(index));
            }
            return points;
        }
        var sobol = new SobolPoints(cube.dimensions(), random);
        for (int i = 0; i < spread; i++) {
            points.add(cube.place(sobol.point(i)));
        }
        for (double[] center : best) {
            for (int i = 0; i < around; i++) {
                points.add(perturb(center));
            }
        }
        return points;
    }

    private double[] perturb(double[] center) {
        double[] point = center.clone();
        double step = LARGEST_STEP * Math.pow(10, -DECADES_OF_STEP * random.nextDouble());
        double chance = Math.max(1.5 / point.length, random.nextDouble());
        for (int k = 0; k < point.length; k++) {
            if (random.nextDouble() >= chance) {
                continue;
            }
            if (!cube.axis(k).isCategorical()) {
                point[k] = Math.clamp(point[k] + step * gaussian(), 0, 1);
            } else if (random.nextBoolean()) {
                point[k] = cube.axis(k).place(random.nextDouble());
            }
        }
        return cube.snap(point);
    }

    private double gaussian() {
        return Math.sqrt(2) * InverseErf.value(Math.clamp(2 * random.nextDouble() - 1, -1 + 1e-15, 1));
    }
}
