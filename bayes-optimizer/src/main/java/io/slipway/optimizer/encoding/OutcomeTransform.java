package io.slipway.optimizer.encoding;

/**
 * Outcomes to the scale of the model: standardised, made as normal as the transformation of Yeo and Johnson can, standardised
 * again, and the sign flipped, so that larger is better. Yeo and Johnson, A new family of power transformations to improve
 * normality or symmetry, Biometrika 87 (2000).
 */
public final class OutcomeTransform {

    private static final double LOWEST_LAMBDA = -2;
    private static final double HIGHEST_LAMBDA = 4;
    private static final double LAMBDA_STEP = .05;

    private OutcomeTransform() {}

    /**
     * The transformed outcomes, of mean 0 and variance 1; all 0 if the outcomes are all equal.
     *
     * @param outcomes finite, to be minimised, at least one
     */
    public static double[] apply(double[] outcomes) {
        double[] standard = standardize(outcomes);
        double[] transformed = standardize(yeoJohnson(logs(standard), likeliestLambda(standard)));
        for (int i = 0; i < transformed.length; i++) {
            transformed[i] = 0 - transformed[i];
        }
        return transformed;
    }

    /** The exponent, in steps of .05 from -2 to 4, under which the values look most normal. */
    static double likeliestLambda(double[] values) {
        double[] logs = logs(values);
        double best = 1;
        double highest = Double.NEGATIVE_INFINITY;
        int steps = (int) Math.round((HIGHEST_LAMBDA - LOWEST_LAMBDA) / LAMBDA_STEP);
        for (int i = 0; i <= steps; i++) {
            double lambda = LOWEST_LAMBDA + i * LAMBDA_STEP;
            double likelihood = logLikelihood(logs, lambda);
            if (likelihood > highest) {
                highest = likelihood;
                best = lambda;
            }
        }
        return best;
    }

    /** {@code ln(1 + |z|)} with the sign of z: what is the same for every exponent. */
    static double[] logs(double[] values) {
        double[] logs = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            logs[i] = Math.copySign(Math.log1p(Math.abs(values[i])), values[i]);
        }
        return logs;
    }

    /** {@code -n/2 ln var(YJ(z)) + (lambda - 1) sum sign(z) ln(1 + |z|)}, of the {@link #logs} of the values. */
    static double logLikelihood(double[] logs, double lambda) {
        double[] transformed = yeoJohnson(logs, lambda);
        double mean = mean(transformed);
        double squares = 0;
        double sum = 0;
        for (int i = 0; i < logs.length; i++) {
            squares += (transformed[i] - mean) * (transformed[i] - mean);
            sum += logs[i];
        }
        return -logs.length / 2. * Math.log(squares / logs.length) + (lambda - 1) * sum;
    }

    /**
     * {@code ((1 + y)^L - 1) / L} for y >= 0, {@code -((1 - y)^(2 - L) - 1) / (2 - L)} for y < 0, and their limits
     * {@code ln(1 + y)} at L = 0, {@code -ln(1 - y)} at L = 2; of the {@link #logs} of the values.
     */
    static double[] yeoJohnson(double[] logs, double lambda) {
        double[] transformed = new double[logs.length];
        for (int i = 0; i < logs.length; i++) {
            transformed[i] = logs[i] >= 0 ? power(logs[i], lambda) : -power(-logs[i], 2 - lambda);
        }
        return transformed;
    }

    private static double power(double log, double exponent) {
        return Math.abs(exponent) < 1e-12 ? log : Math.expm1(exponent * log) / exponent;
    }

    private static double[] standardize(double[] values) {
        // Divided first, so that neither sum nor square of the largest doubles overflows.
        double largest = 0;
        for (double value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        double[] standard = new double[values.length];
        if (largest == 0) {
            return standard;
        }
        for (int i = 0; i < values.length; i++) {
            standard[i] = values[i] / largest;
        }
        double mean = mean(standard);
        double squares = 0;
        for (int i = 0; i < standard.length; i++) {
            standard[i] -= mean;
            squares += standard[i] * standard[i];
        }
        double deviation = Math.sqrt(squares / standard.length);
        for (int i = 0; i < standard.length; i++) {
            standard[i] = deviation > 1e-14 ? standard[i] / deviation : 0;
        }
        return standard;
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
