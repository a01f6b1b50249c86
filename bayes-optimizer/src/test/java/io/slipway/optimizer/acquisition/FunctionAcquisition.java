package io.slipway.optimizer.acquisition;

import io.slipway.optimizer.gp.Points;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** A function as an acquisition, its derivatives those of central differences. */
record FunctionAcquisition(ToDoubleFunction<double[]> function) implements Acquisition {

    private static final double STEP = 1e-6;

    @Override
    public double[] values(Points points) {
        return IntStream.range(0, points.count())
                .mapToDouble(i -> value(points.point(i)))
                .toArray();
    }

    @Override
    public double value(double[] x) {
        return function.applyAsDouble(x);
    }

    @Override
    public double valueAndGradient(double[] x, double[] gradient) {
        Arrays.setAll(gradient, k -> (moved(x, k, STEP) - moved(x, k, -STEP)) / (2 * STEP));
        return value(x);
    }

    private double moved(double[] x, int k, double by) {
        double[] moved = x.clone();
        moved[k] += by;
        return value(moved);
    }
}
