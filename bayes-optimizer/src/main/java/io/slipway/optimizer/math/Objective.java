package io.slipway.optimizer.math;

/** A smooth function to minimise. */
public interface Objective {

    /**
     * Its value at {@code x}; its gradient is written into {@code gradient}. Positive infinity where it is not defined, and the
     * gradient is then not read.
     */
    double evaluate(double[] x, double[] gradient);
}
