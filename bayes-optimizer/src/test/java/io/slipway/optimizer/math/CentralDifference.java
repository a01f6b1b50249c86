package io.slipway.optimizer.math;

import java.util.Comparator;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** What a gradient is compared with. */
public final class CentralDifference {

    /** Long steps are wrong where a derivative jumps, as beside a trial, short ones where the value has lost digits. */
    private static final double[] STEPS = {3e-3, 1e-3, 3e-4, 1e-4, 3e-5};

    private CentralDifference() {}

    /**
     * The slope along one coordinate by five points, with the step that agrees best: a derivative that is right agrees with one of them,
     * one that is wrong with none.
     *
     * @param derivative that is claimed
     */
    public static double nearest(ToDoubleFunction<double[]> function, double[] x, int k, double derivative) {
        return DoubleStream.of(STEPS)
                .mapToObj(step -> slope(function, x, k, step))
                .min(Comparator.comparingDouble(slope -> Math.abs(slope - derivative)))
                .orElseThrow();
    }

    private static double slope(ToDoubleFunction<double[]> function, double[] x, int k, double h) {
        return (8 * (shifted(function, x, k, h) - shifted(function, x, k, -h))
                        - (shifted(function, x, k, 2 * h) - shifted(function, x, k, -2 * h)))
                / (12 * h);
    }

    private static double shifted(ToDoubleFunction<double[]> function, double[] x, int k, double h) {
        double[] moved = x.clone();
        moved[k] += h;
        return function.applyAsDouble(moved);
    }
}
