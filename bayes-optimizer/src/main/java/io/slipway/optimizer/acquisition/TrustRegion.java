package io.slipway.optimizer.acquisition;

import io.slipway.optimizer.encoding.Axis;
import io.slipway.optimizer.encoding.Cube;
import io.slipway.optimizer.gp.Points;
import java.util.Arrays;
import java.util.List;

/**
 * Keeps early proposals near what was tried, where the model knows something: a point whose nearest trial (by the largest difference of
 * a coordinate) lies beyond the radius {@code .2 + .3 n / (5 (d + 1))} loses 1000 for each unit of the excess. Above .5 the region is
 * the whole space. Categories, and integers of so few values that the next one would be out of reach, are free. Song et al., The
 * Vizier Gaussian process bandit algorithm (2024).
 */
public final class TrustRegion implements Acquisition {

    private static final double FIRST_RADIUS = .2;
    private static final double LAST_RADIUS = .5;
    private static final double NEAR = .1;
    private static final double TRIALS_PER_DIMENSION = 5;
    private static final double FEWEST_INTEGERS = 5;
    private static final double PENALTY = 1000;

    private final Acquisition inner;
    private final List<double[]> trials;
    private final boolean[] bounded;
    private final double radius;

    private TrustRegion(Acquisition inner, Cube cube, List<double[]> trials, double radius) {
        this.inner = inner;
        this.trials = List.copyOf(trials);
        this.bounded = new boolean[cube.dimensions()];
        for (int k = 0; k < bounded.length; k++) {
            Axis axis = cube.axis(k);
            bounded[k] = !axis.isCategorical() && axis.cardinality() >= FEWEST_INTEGERS;
        }
        this.radius = radius;
    }

    /** The acquisition held to the region around the trials, as it is after so many of them. */
    public static Acquisition around(List<double[]> trials, Cube cube, Acquisition acquisition) {
        return trials.isEmpty() || isWholeSpace(cube, trials.size())
                ? acquisition
                : new TrustRegion(acquisition, cube, trials, radius(cube, trials.size()));
    }

    /**
     * The acquisition held to the best trial, wherever it is: where the model knows little, whatever it is asked for lies far out, and
     * what was found would never be improved on.
     *
     * @param best the best trials, the best one first; the acquisition as it is if there is none
     */
    public static Acquisition near(List<double[]> best, Cube cube, Acquisition acquisition) {
        return best.isEmpty() ? acquisition : new TrustRegion(acquisition, cube, best.subList(0, 1), NEAR);
    }

    /** Whether nothing is out of the region any more after so many trials. */
    public static boolean isWholeSpace(Cube cube, int trials) {
        return radius(cube, trials) > LAST_RADIUS;
    }

    private static double radius(Cube cube, int trials) {
        double growth = (LAST_RADIUS - FIRST_RADIUS) / (TRIALS_PER_DIMENSION * (cube.dimensions() + 1));
        return FIRST_RADIUS + growth * trials;
    }

    @Override
    public double[] values(Points points) {
        double[] values = inner.values(points);
        double[] distances = distances(points);
        for (int i = 0; i < values.length; i++) {
            values[i] -= PENALTY * Math.max(0, distances[i] - radius);
        }
        return values;
    }

    /** Of each point to its nearest trial. */
    private double[] distances(Points points) {
        double[] least = new double[points.count()];
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        double[] largest = new double[points.count()];
        for (double[] trial : trials) {
            Arrays.fill(largest, 0);
            for (int k = 0; k < bounded.length; k++) {
                if (bounded[k]) {
                    raiseToDifference(largest, points.column(k), trial[k]);
                }
            }
            for (int i = 0; i < least.length; i++) {
                least[i] = Math.min(least[i], largest[i]);
            }
        }
        return least;
    }

    private static void raiseToDifference(double[] largest, double[] column, double x) {
        for (int i = 0; i < largest.length; i++) {
            largest[i] = Math.max(largest[i], Math.abs(column[i] - x));
        }
    }

    @Override
    public double value(double[] x) {
        return inner.value(x) - PENALTY * nearest(x).excess();
    }

    @Override
    public double valueAndGradient(double[] x, double[] gradient) {
        double value = inner.valueAndGradient(x, gradient);
        Distance nearest = nearest(x);
        if (nearest.excess() > 0) {
            gradient[nearest.dimension()] -= PENALTY * nearest.direction();
        }
        return value - PENALTY * nearest.excess();
    }

    /**
     * How far out a point is.
     *
     * @param excess beyond the radius, 0 within it
     * @param dimension along which the nearest trial is furthest
     * @param direction away from it there, 1 or -1
     */
    private record Distance(double excess, int dimension, double direction) {}

    private Distance nearest(double[] x) {
        double least = Double.POSITIVE_INFINITY;
        int dimension = 0;
        double direction = 1;
        for (double[] trial : trials) {
            double largest = 0;
            int along = 0;
            for (int k = 0; k < x.length && largest < least; k++) {
                double difference = Math.abs(x[k] - trial[k]);
                if (bounded[k] && difference > largest) {
                    largest = difference;
                    along = k;
                }
            }
            if (largest < least) {
                least = largest;
                dimension = along;
                direction = Math.signum(x[along] - trial[along]);
            }
        }
        return new Distance(Math.max(0, least - radius), dimension, direction);
    }
}
