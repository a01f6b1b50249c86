package io.slipway.emulator.tuning;

import io.slipway.optimizer.Configuration;
import io.slipway.optimizer.Study;
import io.slipway.optimizer.Trial;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** All trials of one tuning job, in the order of choice. Belongs to one thread. */
final class TrialBoard {
    private static final int FIRST_JOBS = 5;

    private final TuningJob job;
    private final List<TuningTrial> trials;
    private final List<Study.Parent> parents;

    /** @param parents from which the optimizer learns */
    TrialBoard(TuningJob job, List<TuningTrial> trials, List<Study.Parent> parents) {
        this.job = job;
        this.parents = List.copyOf(parents);
        this.trials = new ArrayList<>(trials);
    }

    List<TuningTrial> all() {
        return List.copyOf(trials);
    }

    void add(TuningTrial trial) {
        trials.add(trial);
    }

    /** Puts a trial in the place of what it was. */
    void replace(TuningTrial trial) {
        trials.set(trial.index() - 1, trial);
    }

    TuningTrial get(int index) {
        return trials.get(index - 1);
    }

    int launched() {
        return trials.size();
    }

    List<TuningTrial> running() {
        return trials.stream().filter(TuningTrial::isRunning).toList();
    }

    /** In the order of their ends. */
    List<TuningTrial> ended() {
        return trials.stream()
                .filter(trial -> !trial.isRunning())
                .sorted(Comparator.comparingLong(trial -> outcome(trial).order()))
                .toList();
    }

    long count(TrialOutcome.End end) {
        return ended().stream().filter(trial -> outcome(trial).end() == end).count();
    }

    /** Ended trials that have an objective value, or have none. */
    long countObjective(boolean present) {
        return ended().stream()
                .filter(trial -> outcome(trial).objective().isPresent() == present)
                .count();
    }

    /** The first of those with the best objective value. */
    Optional<TuningTrial> best() {
        Optional<TuningTrial> best = Optional.empty();
        for (TuningTrial trial : ended()) {
            OptionalDouble value = outcome(trial).objective();
            if (value.isPresent() && (best.isEmpty() || isBetter(trial, best.get()))) {
                best = Optional.of(trial);
            }
        }
        return best;
    }

    /** How many of the latest results brought no improvement worth the name; 0 after one that did. */
    int notImproving() {
        int count = 0;
        OptionalDouble best = OptionalDouble.empty();
        for (TuningTrial trial : ended()) {
            OptionalDouble value = outcome(trial).objective();
            if (value.isEmpty()) {
                continue;
            }
            Objective objective = objective(trial);
            boolean improved = best.isEmpty() || objective.improves(value.getAsDouble(), best.getAsDouble());
            count = improved ? 0 : count + 1;
            if (best.isEmpty() || objective.isBetter(value.getAsDouble(), best.getAsDouble())) {
                best = value;
            }
        }
        return count;
    }

    /** Whether the first jobs that ended by the user's program all failed: then the next ones would, too. */
    boolean firstAllFailed() {
        List<TuningTrial> first = ended().stream()
                .filter(trial -> outcome(trial).end() != TrialOutcome.End.RETRYABLE_ERROR)
                .limit(FIRST_JOBS)
                .toList();
        return first.size() == FIRST_JOBS
                && first.stream().allMatch(trial -> outcome(trial).end() == TrialOutcome.End.NON_RETRYABLE_ERROR);
    }

    /** What the optimizer has to know to choose for one of the definitions. */
    Study study(int definition) {
        TrainingDefinition of = job.definitions().get(definition);
        List<Trial> known = trials.stream()
                .filter(trial -> trial.definition() == definition)
                .map(trial -> trial(of, trial))
                .toList();
        return new Study(of.space(), of.objective().goal(), known, job.seed(), parents);
    }

    private static Trial trial(TrainingDefinition definition, TuningTrial trial) {
        Configuration configuration = ParameterRanges.parse(definition.space(), trial.tuned());
        if (trial.isRunning()) {
            return new Trial.Pending(configuration);
        }
        OptionalDouble value = outcome(trial).objective();
        return value.isPresent()
                ? new Trial.Completed(configuration, value.getAsDouble())
                : new Trial.Failed(configuration);
    }

    private boolean isBetter(TuningTrial trial, TuningTrial than) {
        return objective(trial)
                .isBetter(
                        outcome(trial).objective().orElseThrow(),
                        outcome(than).objective().orElseThrow());
    }

    private Objective objective(TuningTrial trial) {
        return job.definitions().get(trial.definition()).objective();
    }

    private static TrialOutcome outcome(TuningTrial trial) {
        return trial.outcome().orElseThrow();
    }
}
