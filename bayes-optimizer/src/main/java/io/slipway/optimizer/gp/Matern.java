package io.slipway.optimizer.gp;

/**
 * The Matern-5/2 correlation {@code m = (1 + q + q^2/3) e^-q} as a function of {@code q = sqrt(5 r2)}, r2 being the scaled squared
 * distance. Rasmussen and Williams, Gaussian Processes for Machine Learning, (4.17).
 *
 * <p>The exponential is a polynomial and eight squarings, nothing but products and sums: so the loops are vectorised, and its last
 * digit is the same on every machine. Each loop writes one array, since those that write two are not vectorised.
 */
final class Matern {

    /** Beyond it the correlation is below 1e-22: nothing beside the noise. */
    private static final double FURTHEST = 60;

    /** Of the exponent, which eight squarings make whole again. */
    private static final double SHARE = 1. / 256;

    private Matern() {}

    /** Replaces scaled squared distances by q, for from <= j < to. */
    static void toRoots(double[] squares, int from, int to) {
        for (int j = from; j < to; j++) {
            squares[j] = Math.sqrt(5 * squares[j]);
        }
    }

    /** Writes {@code s2 e^-q}, to a relative 1e-13. */
    static void decays(double[] q, int from, int to, double variance, double[] out) {
        for (int j = from; j < to; j++) {
            // The Taylor series ends below rounding within the 60/256 that are left.
            double x = Math.min(q[j], FURTHEST) * -SHARE;
            double e = 1
                    + x
                            * (1
                                    + x
                                            * (1 / 2.
                                                    + x
                                                            * (1 / 6.
                                                                    + x
                                                                            * (1 / 24.
                                                                                    + x
                                                                                            * (1 / 120.
                                                                                                    + x
                                                                                                            * (1 / 720.
                                                                                                                    + x
                                                                                                                            * (1
                                                                                                                                            / 5040.
                                                                                                                                    + x
                                                                                                                                            * (1
                                                                                                                                                            / 40320.
                                                                                                                                                    + x
                                                                                                                                                            * (1
                                                                                                                                                                            / 362880.
                                                                                                                                                                    + x
                                                                                                                                                                            * (1
                                                                                                                                                                                            / 3628800.
                                                                                                                                                                                    + x
                                                                                                                                                                                            / 39916800))))))))));
            e *= e;
            e *= e;
            e *= e;
            e *= e;
            e *= e;
            e *= e;
            e *= e;
            out[j] = variance * (e * e);
        }
    }

    /** Writes {@code s2 m + constant}, of q and {@link #decays}; {@code out} may be the decays. */
    static void values(double[] q, double[] decays, int from, int to, double constant, double[] out) {
        for (int j = from; j < to; j++) {
            out[j] = (1 + q[j] + q[j] * q[j] / 3) * decays[j] + constant;
        }
    }

    /** Writes the derivative of {@code s2 m} by r2, {@code -5/6 (1 + q) s2 e^-q}; {@code out} may be q. */
    static void slopes(double[] q, double[] decays, int from, int to, double[] out) {
        for (int j = from; j < to; j++) {
            out[j] = -5. / 6 * (1 + q[j]) * decays[j];
        }
    }
}
