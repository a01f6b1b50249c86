package io.slipway.optimizer.gp;

import io.slipway.optimizer.math.Cholesky;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A Gaussian process given outcomes at points. Its covariance is {@code s2 m(r2) + C + sum_j t_j(x) t_j(x')}: a Matern-5/2 part
 * with a lengthscale per dimension, a constant mean of variance C, and multiples of trends (the posterior means of earlier studies),
 * each with a coefficient of mean 0 and variance 1. Rasmussen and Williams, (2.25), (2.26) and 2.7.
 *
 * <p>Immutable and safe to share; {@link #evaluator()} hands out the buffers that evaluation at single points needs.
 */
public final class GaussianProcess {

    /** How often the noise is raised tenfold where the matrix is not positive definite. */
    private static final int NOISE_RAISES = 8;

    private static final int BLOCK = 128;

    final Points points;
    final Hyperparameters theta;
    final List<GaussianProcess> trends;
    /** {@code K^-1 y}; zero at believed points. */
    final double[] weights;
    /** {@code t_j} at the points, a row per trend. */
    final double[][] trendValues;
    /** Upper triangle: the Cholesky factor of K. */
    private final double[][] factor;
    /** {@code K^-1}. */
    final double[][] inverse;

    private GaussianProcess(
            Points points, Hyperparameters theta, List<GaussianProcess> trends, double[][] factor, double[] weights) {
        int n = points.count();
        this.points = points;
        this.theta = theta;
        this.trends = List.copyOf(trends);
        this.factor = factor;
        this.weights = weights;
        this.trendValues = trends.stream().map(trend -> trend.means(points)).toArray(double[][]::new);
        this.inverse = new double[n][n];
        Cholesky.invert(factor, new double[n][n], inverse);
    }

    /**
     * The process given the outcomes.
     *
     * @param points n points of d encoded coordinates
     * @param outcomes n values, transformed: of mean 0 and variance 1, more or less
     * @param theta for d dimensions
     * @param trends processes of d dimensions; often none
     * @return empty if the covariance matrix cannot be factorised even with the noise raised
     */
    public static Optional<GaussianProcess> given(
            Points points, double[] outcomes, Hyperparameters theta, List<GaussianProcess> trends) {
        double[] weights = outcomes.clone();
        return factorized(points, theta, trends).map(factorized -> {
            Cholesky.solve(factorized.factor, weights);
            return new GaussianProcess(points, factorized.theta, trends, factorized.factor, weights);
        });
    }

    /**
     * This process given also that the outcome at each of these points is what is expected there (the kriging believer). The mean
     * stays as it is everywhere: the weights of believed points are zero. The variance shrinks around them. Ginsbourger, Le Riche
     * and Carraro, Kriging is well-suited to parallelize optimization (2010).
     */
    public Optional<GaussianProcess> believing(List<double[]> pending) {
        if (pending.isEmpty()) {
            return Optional.of(this);
        }
        List<double[]> all = new ArrayList<>();
        for (int i = 0; i < points.count(); i++) {
            all.add(points.point(i));
        }
        all.addAll(pending);
        var extended = new Points(all, points.categorical());
        return factorized(extended, theta, trends)
                .map(factorized -> new GaussianProcess(
                        extended, factorized.theta, trends, factorized.factor, Arrays.copyOf(weights, all.size())));
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Factorized(double[][] factor, Hyperparameters theta) {}

    private static Optional<Factorized> factorized(Points points, Hyperparameters theta, List<GaussianProcess> trends) {
        int n = points.count();
        double[][] covariance = Covariance.matrix(points, theta, trends);
        double noise = theta.noise();
        for (int attempt = 0; attempt <= NOISE_RAISES; attempt++) {
            double[][] factor = Arrays.stream(covariance).map(double[]::clone).toArray(double[][]::new);
            for (int i = 0; i < n; i++) {
                factor[i][i] += noise;
            }
            if (Cholesky.factor(factor)) {
                return Optional.of(new Factorized(factor, theta.withNoise(noise)));
            }
            noise *= 10;
        }
        return Optional.empty();
    }

    public Hyperparameters hyperparameters() {
        return theta;
    }

    public boolean[] categorical() {
        return points.categorical();
    }

    /** For evaluation at single points; a new one for each thread. */
    public PosteriorAt evaluator() {
        return new PosteriorAt(this);
    }

    /** The posterior mean at each of the points, in units of the outcomes. */
    public double[] means(Points others) {
        double[] means = new double[others.count()];
        predict(others, means, new double[0]);
        return means;
    }

    /**
     * Writes the posterior mean and variance (of the function, without noise) at each of the points, a block of them at a time.
     *
     * @param means a value for each point, in units of the outcomes
     * @param variances the same in squared units, at least 1e-12; or empty: then only the means are computed
     */
    public void predict(Points others, double[] means, double[] variances) {
        int n = points.count();
        double[][] block = new double[n][Math.min(BLOCK, others.count())];
        for (int from = 0; from < others.count(); from += BLOCK) {
            Points slice = others.slice(from, Math.min(from + BLOCK, others.count()));
            double[][] trendsThere =
                    trends.stream().map(trend -> trend.means(slice)).toArray(double[][]::new);
            Covariance.cross(points, slice, theta, block);
            addTrends(trendsThere, slice.count(), block);
            double[] mean = new double[slice.count()];
            for (int i = 0; i < n; i++) {
                double weight = weights[i];
                double[] row = block[i];
                for (int j = 0; j < mean.length; j++) {
                    mean[j] += weight * row[j];
                }
            }
            System.arraycopy(mean, 0, means, from, mean.length);
            if (variances.length > 0) {
                double[] variance = unexplained(block, slice.count(), trendsThere);
                System.arraycopy(variance, 0, variances, from, variance.length);
            }
        }
    }

    private void addTrends(double[][] trendsThere, int columns, double[][] block) {
        for (int t = 0; t < trendsThere.length; t++) {
            for (int i = 0; i < points.count(); i++) {
                for (int j = 0; j < columns; j++) {
                    block[i][j] += trendValues[t][i] * trendsThere[t][j];
                }
            }
        }
    }

    /** The prior variance less {@code |L^-1 k|^2}, for each column k of the block. */
    private double[] unexplained(double[][] block, int columns, double[][] trendsThere) {
        double[] rest = new double[columns];
        Arrays.fill(rest, theta.variance() + Hyperparameters.CONSTANT);
        for (double[] trend : trendsThere) {
            for (int j = 0; j < columns; j++) {
                rest[j] += trend[j] * trend[j];
            }
        }
        Cholesky.solveLower(factor, block, columns);
        for (double[] row : block) {
            for (int j = 0; j < columns; j++) {
                rest[j] -= row[j] * row[j];
            }
        }
        for (int j = 0; j < columns; j++) {
            rest[j] = Math.max(PosteriorAt.LEAST_VARIANCE, rest[j]);
        }
        return rest;
    }
}
