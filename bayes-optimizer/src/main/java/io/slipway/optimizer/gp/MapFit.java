package io.slipway.optimizer.gp;

import io.slipway.optimizer.math.BoundedLbfgs;
import java.util.Arrays;
import java.util.List;

/**
 * Finds the hyperparameters of highest posterior density ({@link MarginalPosterior}) by L-BFGS from fixed starts, so that the
 * same data always lead to the same model.
 */
public final class MapFit {

    private static final double[] LENGTHSCALE = {.02, 30};
    private static final double[] VARIANCE = {.05, 50};
    private static final double[] NOISE = {1e-10, 1};
    private static final double[] START_LENGTHSCALES = {.5, .2};
    private static final double START_NOISE = .01;

    /** Above this many points only the first start is made: the other then rarely wins and costs as much. */
    private static final int TWO_STARTS_UP_TO = 100;

    private static final BoundedLbfgs SEARCH = new BoundedLbfgs(50, 60, 1e-2, 1e-7);

    /** With many points an evaluation is dear, and the optimum is near after a few. */
    private static final BoundedLbfgs SHORT_SEARCH = new BoundedLbfgs(20, 25, 1e-2, 1e-7);

    private MapFit() {}

    /**
     * The hyperparameters for these outcomes. Where no start leads anywhere, those of the first start.
     *
     * @param points n points of d encoded coordinates, n at least 1
     * @param outcomes n values, transformed: of mean 0 and variance 1, more or less
     * @param trends functions whose multiples may be part of the outcome
     */
    public static Hyperparameters fit(Points points, double[] outcomes, List<GaussianProcess> trends) {
        int d = points.dimensions();
        double[][] base = Covariance.base(points, trends);
        var objective = new MarginalPosterior(points, outcomes, base);
        double[] lower = bounds(d, 0);
        double[] upper = bounds(d, 1);
        double[] best = start(d, START_LENGTHSCALES[0]);
        double lowest = Double.POSITIVE_INFINITY;
        boolean few = points.count() <= TWO_STARTS_UP_TO;
        int starts = few ? START_LENGTHSCALES.length : 1;
        BoundedLbfgs search = few ? SEARCH : SHORT_SEARCH;
        for (int s = 0; s < starts; s++) {
            double[] theta = start(d, START_LENGTHSCALES[s]);
            double value = search.minimize(objective, theta, lower, upper);
            if (value < lowest) {
                lowest = value;
                best = theta;
            }
        }
        return MarginalPosterior.hyperparameters(best);
    }

    private static double[] start(int d, double lengthscale) {
        double[] theta = new double[d + 2];
        Arrays.fill(theta, 0, d, Math.log(lengthscale * Math.pow(Math.max(1, d), .25)));
        theta[d + 1] = Math.log(START_NOISE);
        return theta;
    }

    private static double[] bounds(int d, int side) {
        double[] bounds = new double[d + 2];
        Arrays.fill(bounds, 0, d, Math.log(LENGTHSCALE[side]));
        bounds[d] = Math.log(VARIANCE[side]);
        bounds[d + 1] = Math.log(NOISE[side]);
        return bounds;
    }
}
