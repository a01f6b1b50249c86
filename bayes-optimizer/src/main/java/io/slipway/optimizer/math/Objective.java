package io.slipway.optimizer.math;

/** A smooth function to minimise. */
public interface Objective {

    /**
     * Its value at {@code x}; its gradient is written into {@code gradient}. Positive infinity where it is not defined, and the
     * gradient is then not read.
     */
    double evaluate(double[] x, double[] gradient);

    /** The same, but the gradient is read only if the value is at most {@code enough}: what it costs may else be saved. */
    default double evaluate(double[] x, double[] gradient, double enough) {
        return evaluate(x, gradient);
    }
}
