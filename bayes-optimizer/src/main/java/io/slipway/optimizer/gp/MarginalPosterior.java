package io.slipway.optimizer.gp;

import io.slipway.optimizer.math.Cholesky;
import io.slipway.optimizer.math.Objective;
import java.util.Arrays;

/**
 * The negative logarithm of the density of the hyperparameters given the outcomes, up to a constant, as a function of
 * theta = (ln l_1, ..., ln l_d, ln s2, eta):
 *
 * <pre>
 * f = y'K^-1 y/2 + ln|K|/2 + sum_k .1 (l_k^2 + l_k^-2) + (s2 - ln s2) + (30 nv - .1 ln nv)
 * K_ij = s2 m(r2_ij) + base_ij + [i=j] nv,  nv = 1e-6 + e^eta
 * df/dtheta = -tr((aa' - K^-1) dK/dtheta)/2 + prior terms,  a = K^-1 y
 * </pre>
 *
 * Rasmussen and Williams, (5.8) and (5.9). One evaluation is n^3/2 multiplications and allocates nothing.
 */
final class MarginalPosterior implements Objective {

    static final double NOISE_FLOOR = 1e-6;

    private final Points points;
    private final double[] outcomes;
    private final double[] base;
    private final int n;
    private final int d;
    private final double[] matrix;
    private final double[] correlation;
    private final double[] slope;
    private final double[] work;
    private final double[] weights;
    private final double[] row;
    private final double[] sums;

    /** @param base what the hyperparameters do not change of the covariance, n x n row-major: the constant and the trends */
    MarginalPosterior(Points points, double[] outcomes, double[] base) {
        this.points = points;
        this.outcomes = outcomes;
        this.base = base;
        this.n = points.count();
        this.d = points.dimensions();
        this.matrix = new double[n * n];
        this.correlation = new double[n * n];
        this.slope = new double[n * n];
        this.work = new double[n * n];
        this.weights = new double[n];
        this.row = new double[n];
        this.sums = new double[n];
    }

    static Hyperparameters hyperparameters(double[] theta) {
        double[] lengthscales = new double[theta.length - 2];
        for (int k = 0; k < lengthscales.length; k++) {
            lengthscales[k] = Math.exp(theta[k]);
        }
        return new Hyperparameters(
                lengthscales, Math.exp(theta[theta.length - 2]), NOISE_FLOOR + Math.exp(theta[theta.length - 1]));
    }

    @Override
    public double evaluate(double[] theta, double[] gradient) {
        double variance = Math.exp(theta[d]);
        double freeNoise = Math.exp(theta[d + 1]);
        double noise = NOISE_FLOOR + freeNoise;
        fillMatrix(theta, variance, noise);
        if (!Cholesky.factor(matrix, n)) {
            return Double.POSITIVE_INFINITY;
        }
        System.arraycopy(outcomes, 0, weights, 0, n);
        Cholesky.solve(matrix, n, weights);
        double fit = 0;
        for (int i = 0; i < n; i++) {
            fit += outcomes[i] * weights[i];
        }
        double value = fit / 2 + Cholesky.halfLogDeterminant(matrix, n);
        Cholesky.invert(matrix, n, work, matrix);
        gradientOfLikelihood(theta, variance, freeNoise, gradient);
        return value + addPriors(theta, variance, noise, freeNoise, gradient);
    }

    private void fillMatrix(double[] theta, double variance, double noise) {
        for (int i = 0; i < n; i++) {
            int at = i * n;
            Arrays.fill(row, i, n, 0);
            for (int k = 0; k < d; k++) {
                points.addSquaredDistances(k, points.coordinate(i, k), Math.exp(-2 * theta[k]), i, n, row, i);
            }
            for (int j = i; j < n; j++) {
                double q = Math.sqrt(5 * row[j]);
                double decay = variance * Math.exp(-q);
                correlation[at + j] = (1 + q + q * q / 3) * decay;
                slope[at + j] = -5. / 6 * (1 + q) * decay;
                matrix[at + j] = correlation[at + j] + base[at + j];
            }
            matrix[at + i] += noise;
        }
    }

    private void gradientOfLikelihood(double[] theta, double variance, double freeNoise, double[] gradient) {
        double byVariance = 0;
        double byNoise = 0;
        Arrays.fill(gradient, 0);
        for (int i = 0; i < n; i++) {
            int at = i * n;
            double diagonal = weights[i] * weights[i] - matrix[at + i];
            byNoise -= diagonal / 2;
            byVariance -= diagonal * variance / 2;
            for (int j = i + 1; j < n; j++) {
                double g = weights[i] * weights[j] - matrix[at + j];
                byVariance -= g * correlation[at + j];
                work[at + j] = g * slope[at + j];
            }
        }
        for (int k = 0; k < d; k++) {
            Arrays.fill(sums, 0);
            for (int i = 0; i < n; i++) {
                points.addWeightedSquaredDistances(k, points.coordinate(i, k), work, i * n, i + 1, sums);
            }
            double sum = 0;
            for (int j = 0; j < n; j++) {
                sum += sums[j];
            }
            gradient[k] = 2 * Math.exp(-2 * theta[k]) * sum;
        }
        gradient[d] = byVariance;
        gradient[d + 1] = byNoise * freeNoise;
    }

    private double addPriors(double[] theta, double variance, double noise, double freeNoise, double[] gradient) {
        double sum = variance - theta[d] + 30 * noise - .1 * Math.log(noise);
        gradient[d] += variance - 1;
        gradient[d + 1] += (30 - .1 / noise) * freeNoise;
        for (int k = 0; k < d; k++) {
            double square = Math.exp(2 * theta[k]);
            sum += .1 * (square + 1 / square);
            gradient[k] += .2 * (square - 1 / square);
        }
        return sum;
    }
}
