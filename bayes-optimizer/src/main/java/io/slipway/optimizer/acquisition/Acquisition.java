package io.slipway.optimizer.acquisition;

import io.slipway.optimizer.gp.Points;

/**
 * How much a point is worth trying; larger is better. Points have an encoded coordinate per dimension, and may lie anywhere.
 * Implementations hold buffers: one thread only.
 */
public interface Acquisition {

    /** The value at each of the points, in their order. */
    double[] values(Points points);

    double value(double[] x);

    /**
     * The value at {@code x}; its derivatives are written into {@code gradient}, one per dimension, zero for categorical ones. At the
     * coordinate of an integer it is that of the model between the integers.
     */
    double valueAndGradient(double[] x, double[] gradient);
}
