package io.slipway.optimizer.math;

/**
 * Limited-memory BFGS within a box: the two-loop recursion over the variables that are free to move, the step projected onto the
 * box, backtracking until Armijo's condition holds. Nocedal and Wright, Numerical Optimization, 7.2 and 16.7; Bertsekas, Projected
 * Newton methods, SIAM J. Control Optim. 20 (1982).
 *
 * @param iterations at most
 * @param evaluations of the objective at most
 * @param gradientTolerance ends when no free component of the gradient is above it
 * @param decreaseTolerance ends when a step gains less, relative to the value
 */
public record BoundedLbfgs(int iterations, int evaluations, double gradientTolerance, double decreaseTolerance) {

    private static final int MEMORY = 8;
    private static final double ARMIJO = 1e-4;

    /**
     * Minimises from {@code x}, which is moved to the best point found.
     *
     * @return the value there; positive infinity if the start has none
     */
    public double minimize(Objective objective, double[] x, double[] lower, double[] upper) {
        int d = x.length;
        var history = new CurvatureHistory(MEMORY, d);
        boolean[] free = new boolean[d];
        double[] gradient = new double[d];
        double[] direction = new double[d];
        double[] next = new double[d];
        double[] nextGradient = new double[d];
        clip(x, lower, upper);
        double value = objective.evaluate(x, gradient);
        if (!Double.isFinite(value)) {
            return Double.POSITIVE_INFINITY;
        }
        int used = 1;
        for (int iteration = 0; iteration < iterations; iteration++) {
            if (markFree(free, x, gradient, lower, upper) < gradientTolerance) {
                return value;
            }
            double slope = history.descend(gradient, free, direction);
            if (!(slope < 0)) {
                history.clear();
                slope = history.descend(gradient, free, direction);
            }
            double step = 1;
            double nextValue = Double.POSITIVE_INFINITY;
            boolean accepted = false;
            boolean last = false;
            while (used < evaluations && !accepted) {
                for (int i = 0; i < d; i++) {
                    next[i] = Math.clamp(x[i] + step * direction[i], lower[i], upper[i]);
                }
                double predicted = 0;
                for (int i = 0; i < d; i++) {
                    predicted += gradient[i] * (next[i] - x[i]);
                }
                if (predicted >= 0) {
                    return value;
                }
                used++;
                last = iteration == iterations - 1 || used == evaluations;
                double enough = value + ARMIJO * predicted;
                nextValue = objective.evaluate(next, nextGradient, last ? Double.NEGATIVE_INFINITY : enough);
                accepted = nextValue <= enough;
                if (!accepted) {
                    step *= shrink(nextValue - value, predicted);
                }
            }
            if (!accepted) {
                return value;
            }
            double gain = value - nextValue;
            value = nextValue;
            if (!last) {
                history.add(x, gradient, next, nextGradient);
                System.arraycopy(nextGradient, 0, gradient, 0, d);
            }
            System.arraycopy(next, 0, x, 0, d);
            if (last || gain <= decreaseTolerance * Math.max(1, Math.abs(value))) {
                return value;
            }
        }
        return value;
    }

    /** The factor that leads to the minimum of the parabola through value, slope and the failed value. */
    private static double shrink(double rise, double slope) {
        double factor = -slope / (2 * (rise - slope));
        return Double.isFinite(factor) ? Math.clamp(factor, .1, .5) : .1;
    }

    private static void clip(double[] x, double[] lower, double[] upper) {
        for (int i = 0; i < x.length; i++) {
            x[i] = Math.clamp(x[i], lower[i], upper[i]);
        }
    }

    /** Marks the variables not held at a bound by the gradient; returns the largest of their components. */
    private static double markFree(boolean[] free, double[] x, double[] gradient, double[] lower, double[] upper) {
        double largest = 0;
        for (int i = 0; i < x.length; i++) {
            free[i] = !(x[i] <= lower[i] && gradient[i] > 0) && !(x[i] >= upper[i] && gradient[i] < 0);
            if (free[i]) {
                largest = Math.max(largest, Math.abs(gradient[i]));
            }
        }
        return largest;
    }
}
