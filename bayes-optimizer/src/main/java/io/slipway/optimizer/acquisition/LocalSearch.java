package io.slipway.optimizer.acquisition;

import io.slipway.optimizer.encoding.Axis;
import io.slipway.optimizer.encoding.Cube;
import io.slipway.optimizer.math.BoundedLbfgs;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Climbs the acquisition from a point of a mixed space, in turns: L-BFGS over all real coordinates together, each measured in units
 * of its lengthscale; then every integer and category on its own, the others held.
 */
final class LocalSearch {

    private static final int ROUNDS = 6;
    private static final double LEAST_GAIN = 1e-6;
    private static final int TRY_ALL_UP_TO = 16;
    private static final BoundedLbfgs CLIMB = new BoundedLbfgs(40, 60, 1e-4, 1e-7);

    private final Cube cube;
    private final Acquisition acquisition;
    private final int[] real;
    private final int[] countable;
    private final double[] units;
    private final double[] lower;
    private final double[] upper;
    private final double[] gradient;

    LocalSearch(Cube cube, Acquisition acquisition, double[] lengthscales) {
        this.cube = cube;
        this.acquisition = acquisition;
        int d = cube.dimensions();
        this.real = IntStream.range(0, d)
                .filter(k -> cube.axis(k) instanceof Axis.Real)
                .toArray();
        this.countable = IntStream.range(0, d)
                .filter(k -> !(cube.axis(k) instanceof Axis.Real))
                .toArray();
        this.units = Arrays.stream(real)
                .mapToDouble(k -> Math.clamp(lengthscales[k], .02, 1))
                .toArray();
        this.lower = new double[real.length];
        this.upper = Arrays.stream(units).map(unit -> 1 / unit).toArray();
        this.gradient = new double[d];
    }

    /** A point not worse than {@code start}, and what it is worth. */
    Valued climb(double[] start) {
        double[] x = start.clone();
        double value = acquisition.value(x);
        for (int round = 0; round < ROUNDS; round++) {
            double before = value;
            value = climbReal(x, value);
            double afterReal = value;
            for (int k : countable) {
                value = climbCountable(x, k, value);
            }
            if (value == afterReal || value - before < LEAST_GAIN) {
                break;
            }
        }
        return new Valued(cube.snap(x), value);
    }

    private double climbReal(double[] x, double value) {
        if (real.length == 0) {
            return value;
        }
        double[] scaled = new double[real.length];
        for (int i = 0; i < real.length; i++) {
            scaled[i] = x[real[i]] / units[i];
        }
        double[] trial = x.clone();
        double found = -CLIMB.minimize((at, slope) -> negative(at, slope, trial), scaled, lower, upper);
        if (!(found > value)) {
            return value;
        }
        for (int i = 0; i < real.length; i++) {
            x[real[i]] = scaled[i] * units[i];
        }
        return found;
    }

    private double negative(double[] scaled, double[] slope, double[] trial) {
        for (int i = 0; i < real.length; i++) {
            trial[real[i]] = scaled[i] * units[i];
        }
        double value = acquisition.valueAndGradient(trial, gradient);
        for (int i = 0; i < real.length; i++) {
            slope[i] = -gradient[real[i]] * units[i];
        }
        return Double.isNaN(value) ? Double.POSITIVE_INFINITY : -value;
    }

    private double climbCountable(double[] x, int k, double value) {
        Axis axis = cube.axis(k);
        if (axis.isCategorical() || axis.cardinality() <= TRY_ALL_UP_TO) {
            double best = value;
            for (long index = 0; index < axis.cardinality(); index++) {
                best = tryCoordinate(x, k, axis.encode(axis.valueAt(index)), best);
            }
            return best;
        }
        double best = value;
        for (double step = Math.rint(axis.cardinality() / 8); step >= 1; step = Math.floor(step / 2)) {
            double here = axis.decode(x[k]);
            double after = tryCoordinate(x, k, axis.snap(axis.encode(here + step)), best);
            after = tryCoordinate(x, k, axis.snap(axis.encode(Math.max(here - step, axis.valueAt(0)))), after);
            best = after;
        }
        return best;
    }

    /** Moves x along k if that is better. */
    private double tryCoordinate(double[] x, int k, double coordinate, double best) {
        double old = x[k];
        if (coordinate == old) {
            return best;
        }
        x[k] = coordinate;
        double value = acquisition.value(x);
        if (value > best) {
            return value;
        }
        x[k] = old;
        return best;
    }

    /** @param value of the acquisition at the point */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Valued(double[] point, double value) {}
}
