package io.slipway.optimizer.math;

/** The latest steps and changes of gradient, from which L-BFGS derives its direction. */
final class CurvatureHistory {

    private final int memory;
    private final double[][] steps;
    private final double[][] changes;
    private final double[] coefficients;
    private int count;

    CurvatureHistory(int memory, int dimensions) {
        this.memory = memory;
        this.steps = new double[memory][dimensions];
        this.changes = new double[memory][dimensions];
        this.coefficients = new double[memory];
    }

    void clear() {
        count = 0;
    }

    /** Keeps the move from x to next if the function curves upwards along it. */
    void add(double[] x, double[] gradient, double[] next, double[] nextGradient) {
        double sy = 0;
        double yy = 0;
        for (int i = 0; i < x.length; i++) {
            double change = nextGradient[i] - gradient[i];
            sy += (next[i] - x[i]) * change;
            yy += change * change;
        }
        if (!(yy > 0) || sy <= 1e-10 * yy) {
            return;
        }
        double[] s = steps[count % memory];
        double[] y = changes[count % memory];
        for (int i = 0; i < x.length; i++) {
            s[i] = next[i] - x[i];
            y[i] = nextGradient[i] - gradient[i];
        }
        count++;
    }

    /**
     * Writes the quasi-Newton direction over the free variables (zero in the others).
     *
     * @return its product with the gradient, negative if it leads down
     */
    double descend(double[] gradient, boolean[] free, double[] direction) {
        int d = gradient.length;
        for (int i = 0; i < d; i++) {
            direction[i] = free[i] ? -gradient[i] : 0;
        }
        int oldest = Math.max(0, count - memory);
        double scale = 0;
        for (int t = count - 1; t >= oldest; t--) {
            double[] s = steps[t % memory];
            double[] y = changes[t % memory];
            double sy = dot(s, y, free);
            coefficients[t % memory] = sy > 0 ? dot(s, direction, free) / sy : 0;
            subtract(direction, coefficients[t % memory], y, free);
            if (scale == 0 && sy > 0) {
                scale = sy / dot(y, y, free);
            }
        }
        if (scale == 0) {
            scale = 1 / Math.max(1, Math.sqrt(dot(gradient, gradient, free)));
        }
        for (int i = 0; i < d; i++) {
            direction[i] *= scale;
        }
        for (int t = oldest; t < count; t++) {
            double[] s = steps[t % memory];
            double[] y = changes[t % memory];
            double sy = dot(s, y, free);
            if (sy > 0) {
                subtract(direction, dot(y, direction, free) / sy - coefficients[t % memory], s, free);
            }
        }
        return dot(gradient, direction, free);
    }

    private static double dot(double[] a, double[] b, boolean[] free) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            if (free[i]) {
                sum += a[i] * b[i];
            }
        }
        return sum;
    }

    private static void subtract(double[] a, double factor, double[] b, boolean[] free) {
        for (int i = 0; i < a.length; i++) {
            if (free[i]) {
                a[i] -= factor * b[i];
            }
        }
    }
}
