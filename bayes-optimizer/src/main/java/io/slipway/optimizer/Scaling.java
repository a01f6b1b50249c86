package io.slipway.optimizer;

/** How a numeric parameter is spread over its range. */
public enum Scaling {
    /** Logarithmic if the range is positive and spans 1000 times its low end (100 times for integers), else linear. */
    AUTO,
    LINEAR,
    /** Uniform in the logarithm; needs a range above zero. */
    LOGARITHMIC,
    /** Uniform in {@code -ln(1 - x)}; continuous parameters in [0, 1) only. */
    REVERSE_LOGARITHMIC
}
