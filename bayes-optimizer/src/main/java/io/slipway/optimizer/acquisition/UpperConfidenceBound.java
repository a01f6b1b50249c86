package io.slipway.optimizer.acquisition;

import io.slipway.optimizer.gp.GaussianProcess;
import io.slipway.optimizer.gp.Points;
import io.slipway.optimizer.gp.PosteriorAt;

/**
 * What a point may turn out to be worth at best: {@code A = mu + beta sd}, in units of the transformed outcome. Where the expected
 * improvement has no more than traces left, it still weighs promise against ignorance. Srinivas, Krause, Kakade and Seeger, Gaussian
 * process optimization in the bandit setting, ICML 2010; beta = 1.8 as in Song et al., The Vizier Gaussian process bandit algorithm
 * (2024).
 */
public final class UpperConfidenceBound implements Acquisition {

    private static final double BETA = 1.8;

    private final GaussianProcess process;
    private final PosteriorAt posterior;

    public UpperConfidenceBound(GaussianProcess process) {
        this.process = process;
        this.posterior = process.evaluator();
    }

    @Override
    public double[] values(Points points) {
        double[] values = new double[points.count()];
        double[] variances = new double[points.count()];
        process.predict(points, values, variances);
        for (int i = 0; i < values.length; i++) {
            values[i] += BETA * Math.sqrt(variances[i]);
        }
        return values;
    }

    @Override
    public double value(double[] x) {
        posterior.move(x);
        return posterior.mean() + BETA * Math.sqrt(posterior.variance());
    }

    @Override
    public double valueAndGradient(double[] x, double[] gradient) {
        double value = value(x);
        posterior.gradient(1, BETA / (2 * Math.sqrt(posterior.variance())), gradient);
        return value;
    }
}
