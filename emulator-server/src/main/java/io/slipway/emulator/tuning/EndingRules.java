package io.slipway.emulator.tuning;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/** When a tuning job has enough. All but the time follows from the trials, so that a restart decides the same. */
final class EndingRules {
    /** The service does not say when it calls a tuning job converged; this many results without one per cent of progress. */
    private static final int CONVERGED = 10;

    private EndingRules() {}

    static Optional<Ending> ending(TuningJob job, TrialBoard board, boolean stopRequested, Instant now) {
        if (stopRequested) {
            return Optional.of(Ending.stopped());
        }
        if (board.results().firstAllFailed()) {
            return Optional.of(Ending.noSuccess());
        }
        if (isTargetReached(job, board) || isStuck(job, board)) {
            return Optional.of(Ending.early());
        }
        boolean allLaunched = board.launched() >= job.maximumTrainingJobs();
        boolean allEnded = allLaunched && board.runningCount() == 0;
        if (!allEnded
                && job.deadline().isPresent()
                && !now.isBefore(job.deadline().get())) {
            return Optional.of(Ending.stopped());
        }
        if (!allLaunched) {
            return Optional.empty();
        }
        return Optional.of(allEnded && board.results().best().isEmpty() ? Ending.noSuccess() : Ending.completed());
    }

    static boolean isConverged(TrialBoard board) {
        return board.results().notImproving() >= CONVERGED;
    }

    private static boolean isTargetReached(TuningJob job, TrialBoard board) {
        OptionalDouble target = job.criteria().target();
        Optional<TuningTrial> best = board.results().best();
        if (target.isEmpty() || best.isEmpty()) {
            return false;
        }
        Objective objective = job.definitions().get(best.get().definition()).objective();
        double value = best.get().outcome().orElseThrow().objective().orElseThrow();
        return objective.reaches(value, target.getAsDouble());
    }

    private static boolean isStuck(TuningJob job, TrialBoard board) {
        TuningJob.Criteria criteria = job.criteria();
        boolean notImproving = criteria.notImproving().isPresent()
                && board.results().notImproving() >= criteria.notImproving().getAsInt();
        return notImproving || (criteria.completeOnConvergence() && isConverged(board));
    }
}
