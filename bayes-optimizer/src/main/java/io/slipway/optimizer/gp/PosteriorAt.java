package io.slipway.optimizer.gp;

import io.slipway.optimizer.math.Rows;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The posterior of a {@link GaussianProcess} at one point at a time, with derivatives. Holds buffers: one thread only.
 *
 * <pre>
 * mu = k'a,  var = max(1e-12, s2 + C + sum_j t_j(x)^2 - k'K^-1 k)
 * dmu/dx = sum_i a_i dk_i/dx,  dvar/dx = 2 sum_j t_j dt_j/dx - 2 sum_i v_i dk_i/dx,  v = K^-1 k
 * dk_i/dx_k = s2 dm/dr2 2 (x_k - x_ik) / l_k^2 + sum_j t_j(x_i) dt_j/dx_k
 * </pre>
 */
public final class PosteriorAt {

    static final double LEAST_VARIANCE = 1e-12;

    private final GaussianProcess process;
    private final int n;
    private final int[] numeric;
    private final double[] weights;
    private final double[] covariance;
    private final double[] slope;
    private final double[] decays;
    private final double[] solved;
    private final double[] pull;
    private final PosteriorAt[] trends;
    private final double[] trendGradient;
    private double[] x = {};
    private double mean;
    private double variance;

    PosteriorAt(GaussianProcess process) {
        this.process = process;
        this.n = process.points.count();
        boolean[] categorical = process.points.categorical();
        this.numeric = IntStream.range(0, categorical.length)
                .filter(k -> !categorical[k])
                .toArray();
        this.weights = process.theta.weights();
        this.covariance = new double[n];
        this.slope = new double[n];
        this.decays = new double[n];
        this.solved = new double[n];
        this.pull = new double[n];
        this.trends = process.trends.stream().map(GaussianProcess::evaluator).toArray(PosteriorAt[]::new);
        this.trendGradient = new double[process.points.dimensions()];
    }

    /** Goes to a point, which must stay as it is until the next move. */
    public void move(double[] to) {
        moveForMean(to);
        Arrays.fill(solved, 0);
        Rows.subtractCombination(solved, 0, n, covariance, process.inverse, 0, n);
        double rest = process.theta.variance() + Hyperparameters.CONSTANT;
        for (PosteriorAt trend : trends) {
            rest += trend.mean * trend.mean;
        }
        for (int i = 0; i < n; i++) {
            solved[i] = -solved[i];
            rest -= covariance[i] * solved[i];
        }
        variance = Math.max(LEAST_VARIANCE, rest);
    }

    private void moveForMean(double[] to) {
        x = to;
        Arrays.fill(slope, 0);
        process.points.addSquaredDistances(x, weights, 0, slope);
        Matern.toRoots(slope, 0, n);
        Matern.decays(slope, 0, n, process.theta.variance(), decays);
        Matern.values(slope, decays, 0, n, Hyperparameters.CONSTANT, covariance);
        Matern.slopes(slope, decays, 0, n, slope);
        for (int t = 0; t < trends.length; t++) {
            trends[t].moveForMean(to);
            for (int i = 0; i < n; i++) {
                covariance[i] += trends[t].mean * process.trendValues[t][i];
            }
        }
        mean = 0;
        for (int i = 0; i < n; i++) {
            mean += process.weights[i] * covariance[i];
        }
    }

    /** In units of the outcomes. */
    public double mean() {
        return mean;
    }

    /** Of the function, without noise; in squared units of the outcomes. */
    public double variance() {
        return variance;
    }

    /**
     * Writes {@code byMean dmu/dx + byVariance dvar/dx} for the numeric dimensions, zero for the categorical ones. Where the
     * variance is at its least, its derivative is still that of the unclipped one.
     */
    public void gradient(double byMean, double byVariance, double[] gradient) {
        double total = 0;
        Arrays.fill(gradient, 0);
        for (int t = 0; t < trends.length; t++) {
            double factor = 2 * byVariance * trends[t].mean;
            for (int i = 0; i < n; i++) {
                factor += coefficient(i, byMean, byVariance) * process.trendValues[t][i];
            }
            trends[t].gradient(factor, 0, trendGradient);
            for (int k = 0; k < gradient.length; k++) {
                gradient[k] += trendGradient[k];
            }
        }
        for (int i = 0; i < n; i++) {
            pull[i] = slope[i] * coefficient(i, byMean, byVariance);
            total += pull[i];
        }
        int m = 0;
        for (; m + 3 < numeric.length; m += 4) {
            addFourPulls(m, total, gradient);
        }
        for (; m < numeric.length; m++) {
            addPull(m, total, gradient);
        }
    }

    private void addPull(int m, double total, double[] gradient) {
        double[] column = process.points.column(numeric[m]);
        double weighted = 0;
        for (int i = 0; i < n; i++) {
            weighted += pull[i] * column[i];
        }
        addPull(numeric[m], total, weighted, gradient);
    }

    /** Four sums side by side: each alone would wait for its own last addition. */
    private void addFourPulls(int m, double total, double[] gradient) {
        double[] column0 = process.points.column(numeric[m]);
        double[] column1 = process.points.column(numeric[m + 1]);
        double[] column2 = process.points.column(numeric[m + 2]);
        double[] column3 = process.points.column(numeric[m + 3]);
        double weighted0 = 0;
        double weighted1 = 0;
        double weighted2 = 0;
        double weighted3 = 0;
        for (int i = 0; i < n; i++) {
            weighted0 += pull[i] * column0[i];
            weighted1 += pull[i] * column1[i];
            weighted2 += pull[i] * column2[i];
            weighted3 += pull[i] * column3[i];
        }
        addPull(numeric[m], total, weighted0, gradient);
        addPull(numeric[m + 1], total, weighted1, gradient);
        addPull(numeric[m + 2], total, weighted2, gradient);
        addPull(numeric[m + 3], total, weighted3, gradient);
    }

    private void addPull(int k, double total, double weighted, double[] gradient) {
        double lengthscale = process.theta.lengthscales()[k];
        gradient[k] += 2 * (x[k] * total - weighted) / (lengthscale * lengthscale);
    }

    private double coefficient(int i, double byMean, double byVariance) {
        return byMean * process.weights[i] - 2 * byVariance * solved[i];
    }
}
