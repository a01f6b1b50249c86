package io.slipway.optimizer.gp;

/**
 * The Matern-5/2 correlation as a function of the scaled squared distance. Rasmussen and Williams, Gaussian Processes for Machine
 * Learning, (4.17).
 */
final class Matern {

    private Matern() {}

    /** {@code (1 + q + q^2/3) e^-q}, q = sqrt(5 r2). */
    static double value(double r2) {
        double q = Math.sqrt(5 * r2);
        return (1 + q + q * q / 3) * Math.exp(-q);
    }

    /** The derivative of {@link #value} by r2, {@code -5/6 (1 + q) e^-q}. */
    static double derivative(double r2) {
        double q = Math.sqrt(5 * r2);
        return -5. / 6 * (1 + q) * Math.exp(-q);
    }
}
