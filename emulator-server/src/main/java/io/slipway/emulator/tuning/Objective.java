package io.slipway.emulator.tuning;

import io.slipway.emulator.wire.Document;
import io.slipway.optimizer.Goal;

/** What a tuning job optimizes. */
record Objective(String metric, Goal goal) {
    private static final double SIGNIFICANT = 0.01;

    static Objective of(Document objective) {
        return new Objective(
                objective.getString("MetricName"),
                objective.getString("Type").equals("Minimize") ? Goal.MINIMIZE : Goal.MAXIMIZE);
    }

    boolean isBetter(double value, double than) {
        return switch (goal) {
            case MINIMIZE -> value < than;
            case MAXIMIZE -> value > than;
        };
    }

    boolean reaches(double value, double target) {
        return value == target || isBetter(value, target);
    }

    /** Whether it is better by one per cent, which is what the completion criteria call an improvement. */
    boolean improves(double value, double best) {
        return isBetter(value, best) && Math.abs(value - best) >= SIGNIFICANT * Math.abs(best);
    }
}
