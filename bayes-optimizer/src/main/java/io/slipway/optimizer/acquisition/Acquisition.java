package io.slipway.optimizer.acquisition;

import io.slipway.optimizer.gp.Points;

/** How much a point is worth trying; larger is better. Implementations hold buffers: one thread only. */
public interface Acquisition {

    /** The value at each of the points. */
    double[] values(Points points);

    double value(double[] x);

    /** The value at {@code x}; its derivatives along the numeric dimensions are written into {@code gradient}. */
    double valueAndGradient(double[] x, double[] gradient);
}
