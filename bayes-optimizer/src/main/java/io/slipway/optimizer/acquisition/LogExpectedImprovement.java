package io.slipway.optimizer.acquisition;

import io.slipway.optimizer.gp.GaussianProcess;
import io.slipway.optimizer.gp.Points;
import io.slipway.optimizer.gp.PosteriorAt;
import org.apache.commons.numbers.gamma.Erfc;
import org.apache.commons.numbers.gamma.Erfcx;

/**
 * The logarithm of the expected improvement over the best transformed outcome seen:
 * {@code A = ln h(z) + ln sd}, {@code h(z) = phi(z) + z Phi(z)}, {@code z = (mu - best) / sd}. The logarithm keeps a slope where
 * the improvement itself underflows. Ament, Daulton, Eriksson, Balandat and Bakshy, Unexpected improvements to expected improvement
 * for Bayesian optimization, NeurIPS 2023.
 */
public final class LogExpectedImprovement implements Acquisition {

    private static final double HALF_LOG_TWO_PI = .5 * Math.log(2 * Math.PI);
    private static final double ROOT_HALF_PI = Math.sqrt(Math.PI / 2);
    private static final double ROOT_TWO = Math.sqrt(2);
    private static final double TAIL = -1;
    private static final double FAR_TAIL = -1e3;

    private final GaussianProcess process;
    private final PosteriorAt posterior;
    private final double best;

    /**
     * @param process of the transformed outcome, of which more is better
     * @param best what is to be improved on, in units of the transformed outcome
     */
    public LogExpectedImprovement(GaussianProcess process, double best) {
        this.process = process;
        this.posterior = process.evaluator();
        this.best = best;
    }

    @Override
    public double[] values(Points points) {
        double[] means = new double[points.count()];
        double[] variances = new double[points.count()];
        process.predict(points, means, variances);
        double[] values = new double[points.count()];
        for (int i = 0; i < values.length; i++) {
            double deviation = Math.sqrt(variances[i]);
            values[i] = logH((means[i] - best) / deviation) + Math.log(deviation);
        }
        return values;
    }

    @Override
    public double value(double[] x) {
        posterior.move(x);
        double deviation = Math.sqrt(posterior.variance());
        return logH((posterior.mean() - best) / deviation) + Math.log(deviation);
    }

    @Override
    public double valueAndGradient(double[] x, double[] gradient) {
        double value = value(x);
        double variance = posterior.variance();
        double deviation = Math.sqrt(variance);
        double z = (posterior.mean() - best) / deviation;
        double slope = logHDerivative(z);
        // dz = dmu / sd - z dvar / (2 var), d ln sd = dvar / (2 var)
        posterior.gradient(slope / deviation, (1 - slope * z) / (2 * variance), gradient);
        return value;
    }

    /** {@code ln(phi(z) + z Phi(z))}, accurate for every z. */
    static double logH(double z) {
        if (z > TAIL) {
            return Math.log(density(z) + z * cumulative(z));
        }
        return -z * z / 2 - HALF_LOG_TWO_PI + Math.log(tail(z));
    }

    /** {@code Phi(z) / h(z)}. */
    static double logHDerivative(double z) {
        if (z > TAIL) {
            return cumulative(z) / (density(z) + z * cumulative(z));
        }
        return ROOT_HALF_PI * Erfcx.value(-z / ROOT_TWO) / tail(z);
    }

    /** {@code h(z) / phi(z)} for z <= -1. */
    private static double tail(double z) {
        if (z > FAR_TAIL) {
            return 1 + z * ROOT_HALF_PI * Erfcx.value(-z / ROOT_TWO);
        }
        double inverse = 1 / (z * z);
        return inverse * (1 - 3 * inverse + 15 * inverse * inverse);
    }

    private static double density(double z) {
        return Math.exp(-z * z / 2 - HALF_LOG_TWO_PI);
    }

    private static double cumulative(double z) {
        return .5 * Erfc.value(-z / ROOT_TWO);
    }
}
