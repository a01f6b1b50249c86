package io.slipway.emulator.tuning;

import io.slipway.optimizer.Designer;

/** The optimizers, one for each strategy. */
public record Designers(Designer bayesian, Designer random, Designer grid) {
    /** @param strategy as in the service's model */
    Designer of(String strategy) {
        return switch (strategy) {
            case "Bayesian" -> bayesian;
            case "Random", HyperbandResources.STRATEGY -> random;
            case "Grid" -> grid;
            default -> throw new IllegalArgumentException("no optimizer for the strategy " + strategy);
        };
    }
}
