package io.slipway.optimizer;

import io.slipway.optimizer.encoding.Cube;
import io.slipway.optimizer.encoding.SobolPoints;
import java.util.List;
import java.util.Optional;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * What is tried before there is a result: the centre of the space, as people centre their ranges, then points spread evenly over it.
 */
final class StartDesign {

    private static final int RANDOM_TRIES = 1000;

    private StartDesign() {}

    /**
     * The centre (of each category some value), then the points of the study's own Sobol sequence: the first of them that was not seen;
     * empty if the space is exhausted.
     */
    static Optional<double[]> next(Cube cube, long seed, List<double[]> seen) {
        UniformRandomProvider random = RandomStreams.of(seed, RandomStreams.Use.START, 0);
        var sobol = new SobolPoints(cube.dimensions(), random);
        double[] centre = cube.centre(sobol.point(1));
        if (!cube.contains(seen, centre)) {
            return Optional.of(centre);
        }
        for (int index = 1; index < SobolPoints.COUNT; index++) {
            double[] point = cube.place(sobol.point(index));
            if (!cube.contains(seen, point)) {
                return Optional.of(point);
            }
        }
        return cube.cardinality() < Double.POSITIVE_INFINITY
                ? firstUnseen(cube, seen)
                : Optional.of(randomUnseen(cube, random, seen));
    }

    /** The first point in lexicographic order that was not seen, of a space of countable axes. */
    static Optional<double[]> firstUnseen(Cube cube, List<double[]> seen) {
        long most = (long) Math.min(cube.cardinality(), seen.size() + 1.);
        for (long index = 0; index < most; index++) {
            double[] point = cube.pointAt(index);
            if (!cube.contains(seen, point)) {
                return Optional.of(point);
            }
        }
        return Optional.empty();
    }

    private static double[] randomUnseen(Cube cube, UniformRandomProvider random, List<double[]> seen) {
        double[] shares = new double[cube.dimensions()];
        double[] point = cube.place(shares);
        for (int attempt = 0; attempt < RANDOM_TRIES; attempt++) {
            for (int k = 0; k < shares.length; k++) {
                shares[k] = random.nextDouble();
            }
            point = cube.place(shares);
            if (!cube.contains(seen, point)) {
                return point;
            }
        }
        return point;
    }
}
