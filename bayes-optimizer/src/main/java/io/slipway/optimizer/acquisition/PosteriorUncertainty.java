package io.slipway.optimizer.acquisition;

import io.slipway.optimizer.gp.GaussianProcess;
import io.slipway.optimizer.gp.Points;
import io.slipway.optimizer.gp.PosteriorAt;

/** The logarithm of the posterior standard deviation: what to maximise to learn about the function rather than its optimum. */
public final class PosteriorUncertainty implements Acquisition {

    private final GaussianProcess process;
    private final PosteriorAt posterior;

    public PosteriorUncertainty(GaussianProcess process) {
        this.process = process;
        this.posterior = process.evaluator();
    }

    @Override
    public double[] values(Points points) {
        double[] values = new double[points.count()];
        process.predict(points, new double[points.count()], values);
        for (int i = 0; i < values.length; i++) {
            values[i] = .5 * Math.log(values[i]);
        }
        return values;
    }

    @Override
    public double value(double[] x) {
        posterior.move(x);
        return .5 * Math.log(posterior.variance());
    }

    @Override
    public double valueAndGradient(double[] x, double[] gradient) {
        double value = value(x);
        posterior.gradient(0, .5 / posterior.variance(), gradient);
        return value;
    }
}
