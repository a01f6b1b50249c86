package io.slipway.optimizer.gp;

/**
 * What the fit decides.
 *
 * @param lengthscales one per dimension, in units of the encoded coordinate
 * @param variance of the Matern part, in squared units of the transformed outcome
 * @param noise variance of an observation, in the same unit
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Hyperparameters(double[] lengthscales, double variance, double noise) {

    /** The variance of the constant mean, integrated out: large against outcomes of variance 1. */
    public static final double CONSTANT = 10;

    /** The scaled squared distance of two points, {@code sum_k d2_k / l_k^2}. */
    public double squaredDistance(double[] a, double[] b, boolean[] categorical) {
        double sum = 0;
        for (int k = 0; k < lengthscales.length; k++) {
            double difference = categorical[k] ? (a[k] == b[k] ? 0 : 1) : a[k] - b[k];
            sum += difference * difference / (lengthscales[k] * lengthscales[k]);
        }
        return sum;
    }

    /** What a squared distance along each dimension counts: {@code 1 / l_k^2}. */
    double[] weights() {
        double[] weights = new double[lengthscales.length];
        for (int k = 0; k < weights.length; k++) {
            weights[k] = 1 / (lengthscales[k] * lengthscales[k]);
        }
        return weights;
    }

    Hyperparameters withNoise(double other) {
        return new Hyperparameters(lengthscales, variance, other);
    }
}
