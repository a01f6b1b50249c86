package io.slipway.optimizer;

/** A configuration that is or was tried. */
public sealed interface Trial {

    Configuration configuration();

    /** It ended with an objective value, in the objective's own sign and unit; NaN and infinities count as failed. */
    record Completed(Configuration configuration, double objective) implements Trial {}

    /** It ended without one. */
    record Failed(Configuration configuration) implements Trial {}

    /** It runs. */
    record Pending(Configuration configuration) implements Trial {}
}
