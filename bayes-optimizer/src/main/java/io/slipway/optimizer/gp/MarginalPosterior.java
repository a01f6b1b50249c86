package io.slipway.optimizer.gp;

import io.slipway.optimizer.math.Cholesky;
import io.slipway.optimizer.math.Objective;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The negative logarithm of the density of the hyperparameters given the outcomes, up to a constant, as a function of
 * theta = (ln l_1, ..., ln l_d, ln s2, eta):
 *
 * <pre>
 * f = y'K^-1 y/2 + ln|K|/2 + sum_k .1 (l_k^2 + l_k^-2) + (s2 - ln s2) + (30 nv - .1 ln nv)
 * K_ij = s2 m(r2_ij) + base_ij + [i=j] nv,  nv = 1e-10 + e^eta
 * df/dtheta = -tr((aa' - K^-1) dK/dtheta)/2 + prior terms,  a = K^-1 y
 * </pre>
 *
 * Rasmussen and Williams, (5.8) and (5.9). One evaluation is n^3/2 multiplications and allocates nothing.
 */
final class MarginalPosterior implements Objective {

    static final double NOISE_FLOOR = 1e-10;

    private final Points points;
    private final double[][] rows;
    private final double[] outcomes;
    private final double[][] base;
    private final int n;
    private final int d;
    private final double[][] matrix;
    private final double[][] correlation;
    private final double[][] slope;
    private final double[][] work;
    private final double[] weights;
    private final double[] row;
    private final double[] decays;
    private final double[] sums;
    private final double[] scales;

    /** @param base what the hyperparameters do not change of the covariance, n rows of n: the constant and the trends */
    MarginalPosterior(Points points, double[] outcomes, double[][] base) {
        this.points = points;
        this.rows = IntStream.range(0, points.count()).mapToObj(points::point).toArray(double[][]::new);
        this.outcomes = outcomes;
        this.base = base;
        this.n = points.count();
        this.d = points.dimensions();
        this.matrix = new double[n][n];
        this.correlation = new double[n][n];
        this.slope = new double[n][n];
        this.work = new double[n][n];
        this.weights = new double[n];
        this.row = new double[n];
        this.decays = new double[n];
        this.sums = new double[n];
        this.scales = new double[d];
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
        return evaluate(theta, gradient, Double.POSITIVE_INFINITY);
    }

    @Override
    public double evaluate(double[] theta, double[] gradient, double enough) {
        double variance = Math.exp(theta[d]);
        double freeNoise = Math.exp(theta[d + 1]);
        double noise = NOISE_FLOOR + freeNoise;
        fillMatrix(theta, variance, noise);
        if (!Cholesky.factor(matrix)) {
            return Double.POSITIVE_INFINITY;
        }
        System.arraycopy(outcomes, 0, weights, 0, n);
        Cholesky.solve(matrix, weights);
        double fit = 0;
        for (int i = 0; i < n; i++) {
            fit += outcomes[i] * weights[i];
        }
        double value = fit / 2 + Cholesky.halfLogDeterminant(matrix) + priors(theta, variance, noise);
        if (value <= enough) {
            Cholesky.invert(matrix, work, matrix);
            gradientOfLikelihood(variance, freeNoise, gradient);
            addGradientOfPriors(theta, variance, noise, freeNoise, gradient);
        }
        return value;
    }

    private void fillMatrix(double[] theta, double variance, double noise) {
        for (int k = 0; k < d; k++) {
            scales[k] = Math.exp(-2 * theta[k]);
        }
        for (int i = 0; i < n; i++) {
            Arrays.fill(row, i, n, 0);
            points.addSquaredDistances(rows[i], scales, i, row);
            double[] correlations = correlation[i];
            Matern.toRoots(row, i, n);
            Matern.decays(row, i, n, variance, decays);
            Matern.values(row, decays, i, n, 0, correlations);
            Matern.slopes(row, decays, i, n, slope[i]);
            double[] covariances = matrix[i];
            double[] constants = base[i];
            for (int j = i; j < n; j++) {
                covariances[j] = correlations[j] + constants[j];
            }
            covariances[i] += noise;
        }
    }

    private void gradientOfLikelihood(double variance, double freeNoise, double[] gradient) {
        double byVariance = 0;
        double byNoise = 0;
        for (int i = 0; i < n; i++) {
            double diagonal = weights[i] * weights[i] - matrix[i][i];
            byNoise -= diagonal / 2;
            byVariance -= diagonal * variance / 2;
            double weight = weights[i];
            double[] inverse = matrix[i];
            double[] correlations = correlation[i];
            double[] pulls = slope[i];
            for (int j = i + 1; j < n; j++) {
                row[j] = weight * weights[j] - inverse[j];
            }
            for (int j = i + 1; j < n; j++) {
                byVariance -= row[j] * correlations[j];
            }
            for (int j = i + 1; j < n; j++) {
                pulls[j] *= row[j];
            }
        }
        for (int k = 0; k < d; k++) {
            Arrays.fill(sums, 0);
            points.addWeightedSquaredDistances(k, slope, sums);
            double sum = 0;
            for (int j = 0; j < n; j++) {
                sum += sums[j];
            }
            gradient[k] = 2 * scales[k] * sum;
        }
        gradient[d] = byVariance;
        gradient[d + 1] = byNoise * freeNoise;
    }

    private double priors(double[] theta, double variance, double noise) {
        double sum = variance - theta[d] + 30 * noise - .1 * Math.log(noise);
        for (int k = 0; k < d; k++) {
            double square = Math.exp(2 * theta[k]);
            sum += .1 * (square + 1 / square);
        }
        return sum;
    }

    private void addGradientOfPriors(
            double[] theta, double variance, double noise, double freeNoise, double[] gradient) {
        gradient[d] += variance - 1;
        gradient[d + 1] += (30 - .1 / noise) * freeNoise;
        for (int k = 0; k < d; k++) {
            double square = Math.exp(2 * theta[k]);
            gradient[k] += .2 * (square - 1 / square);
        }
    }
}
