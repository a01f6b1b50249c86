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
    private final double[] factor;
    /** {@code K^-1}. */
    final double[] inverse;

    private GaussianProcess(
            Points points, Hyperparameters theta, List<GaussianProcess> trends, double[] factor, double[] weights) {
        int n = points.count();
        this.points = points;
        this.theta = theta;
        this.trends = List.copyOf(trends);
        this.factor = factor;
        this.weights = weights;
        this.trendValues = trends.stream().map(trend -> trend.means(points)).toArray(double[][]::new);
        this.inverse = new double[n * n];
        Cholesky.invert(factor, n, new double[n * n], inverse);
    }

    /**
     * The process given the outcomes, one for each point.
     *
     * @return empty if the covariance matrix cannot be factorised even with the noise raised
     */
    public static Optional<GaussianProcess> given(
            Points points, double[] outcomes, Hyperparameters theta, List<GaussianProcess> trends) {
        double[] weights = outcomes.clone();
        return factorized(points, theta, trends).map(factorized -> {
            Cholesky.solve(factorized.factor, points.count(), weights);
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
    private record Factorized(double[] factor, Hyperparameters theta) {}

    private static Optional<Factorized> factorized(Points points, Hyperparameters theta, List<GaussianProcess> trends) {
        int n = points.count();
        double[] covariance = Covariance.matrix(points, theta, trends);
        double noise = theta.noise();
        for (int attempt = 0; attempt <= NOISE_RAISES; attempt++) {
            double[] factor = covariance.clone();
            for (int i = 0; i < n; i++) {
                factor[i * n + i] += noise;
            }
            if (Cholesky.factor(factor, n)) {
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

    public PosteriorAt evaluator() {
        return new PosteriorAt(this);
    }

    /** The posterior mean at each of the points. */
    public double[] means(Points others) {
        double[] means = new double[others.count()];
        predict(others, means, new double[0]);
        return means;
    }

    /**
     * Writes the posterior mean and variance (of the function, without noise) at each of the points.
     *
     * @param variances may be empty: then only the means are computed
     */
    public void predict(Points others, double[] means, double[] variances) {
        int n = points.count();
        double[][] trendsThere =
                trends.stream().map(trend -> trend.means(others)).toArray(double[][]::new);
        double[] block = new double[n * Math.min(BLOCK, others.count())];
        for (int from = 0; from < others.count(); from += BLOCK) {
            int to = Math.min(from + BLOCK, others.count());
            int columns = to - from;
            Covariance.cross(points, others, from, to, theta, block);
            addTrends(trendsThere, from, columns, block);
            Arrays.fill(means, from, to, 0);
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < columns; j++) {
                    means[from + j] += weights[i] * block[i * columns + j];
                }
            }
            if (variances.length > 0) {
                subtractExplained(block, columns, trendsThere, from, variances);
            }
        }
    }

    private void addTrends(double[][] trendsThere, int from, int columns, double[] block) {
        for (int t = 0; t < trendsThere.length; t++) {
            for (int i = 0; i < points.count(); i++) {
                for (int j = 0; j < columns; j++) {
                    block[i * columns + j] += trendValues[t][i] * trendsThere[t][from + j];
                }
            }
        }
    }

    private void subtractExplained(double[] block, int columns, double[][] trendsThere, int from, double[] variances) {
        int n = points.count();
        Cholesky.solveLower(factor, n, block, columns);
        for (int j = 0; j < columns; j++) {
            double prior = theta.variance() + Hyperparameters.CONSTANT;
            for (double[] trend : trendsThere) {
                prior += trend[from + j] * trend[from + j];
            }
            variances[from + j] = prior;
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < columns; j++) {
                double v = block[i * columns + j];
                variances[from + j] -= v * v;
            }
        }
        for (int j = from; j < from + columns; j++) {
            variances[j] = Math.max(PosteriorAt.LEAST_VARIANCE, variances[j]);
        }
    }
}
