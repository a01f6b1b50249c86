package io.slipway.emulator.tuning;

import io.slipway.emulator.tuning.TrialOutcome.End;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** What the ended trials of a tuning job come to, told of one after the other in the order of their ends. */
final class TrialResults {
    private static final int FIRST_JOBS = 5;

    private final TuningJob job;
    private final Map<End, Integer> ends = new EnumMap<>(End.class);
    private int withObjective;
    private int withoutObjective;
    private int notImproving;
    private Optional<TuningTrial> best = Optional.empty();
    private boolean firstFailed = true;

    TrialResults(TuningJob job) {
        this.job = job;
    }

    void add(TuningTrial trial) {
        TrialOutcome outcome = trial.outcome().orElseThrow();
        // Ours come to nothing, so the first five of the others are asked.
        boolean amongFirst = count(End.COMPLETED) + count(End.STOPPED) + count(End.NON_RETRYABLE_ERROR) < FIRST_JOBS;
        if (amongFirst && (outcome.end() == End.COMPLETED || outcome.end() == End.STOPPED)) {
            firstFailed = false;
        }
        ends.merge(outcome.end(), 1, Integer::sum);
        if (outcome.objective().isEmpty()) {
            withoutObjective++;
            return;
        }
        withObjective++;
        compare(trial, outcome.objective().getAsDouble());
    }

    private void compare(TuningTrial trial, double value) {
        Objective objective = job.definitions().get(trial.definition()).objective();
        OptionalDouble known = best.map(TrialResults::value).orElse(OptionalDouble.empty());
        boolean improves = known.isEmpty() || objective.improves(value, known.getAsDouble());
        notImproving = improves ? 0 : notImproving + 1;
        if (known.isEmpty() || objective.isBetter(value, known.getAsDouble())) {
            best = Optional.of(trial);
        }
    }

    private static OptionalDouble value(TuningTrial trial) {
        return trial.outcome().orElseThrow().objective();
    }

    int count(End end) {
        return ends.getOrDefault(end, 0);
    }

    int withObjective() {
        return withObjective;
    }

    int withoutObjective() {
        return withoutObjective;
    }

    int total() {
        return withObjective + withoutObjective;
    }

    /** The first of those with the best objective value. */
    Optional<TuningTrial> best() {
        return best;
    }

    /** How many of the latest results brought no improvement worth the name; 0 after one that did. */
    int notImproving() {
        return notImproving;
    }

    /** Whether the first jobs that ended by the user's program all failed: then the next ones would, too. */
    boolean firstAllFailed() {
        return firstFailed && count(End.NON_RETRYABLE_ERROR) >= FIRST_JOBS;
    }
}
