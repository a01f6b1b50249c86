package io.slipway.optimizer;

/** Which objective values are better. */
public enum Goal {
    MINIMIZE,
    MAXIMIZE
}
