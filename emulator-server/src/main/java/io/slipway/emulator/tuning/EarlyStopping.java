package io.slipway.emulator.tuning;

import io.slipway.optimizer.Hyperband;
import io.slipway.optimizer.MedianRule;
import java.util.ArrayList;
import java.util.List;

/** Which training jobs are not worth finishing. */
sealed interface EarlyStopping {
    /** To be asked at each new value of a running trial. */
    boolean stops(TuningTrial trial, TrialBoard board, Curves curves);

    static EarlyStopping of(TuningJob job) {
        if (job.strategy().equals(HyperbandResources.STRATEGY)) {
            return new Rungs(job.definitions(), HyperbandResources.of(job.request()));
        }
        return job.request()
                        .findString("HyperParameterTuningJobConfig.TrainingJobEarlyStoppingType")
                        .orElse("Off")
                        .equals("Auto")
                ? new BelowMedian(
                        new MedianRule(job.definitions().getFirst().objective().goal()))
                : new Never();
    }

    record Never() implements EarlyStopping {
        @Override
        public boolean stops(TuningTrial trial, TrialBoard board, Curves curves) {
            return false;
        }
    }

    /** {@code TrainingJobEarlyStoppingType: Auto}; there is one definition. */
    record BelowMedian(MedianRule rule) implements EarlyStopping {
        @Override
        public boolean stops(TuningTrial trial, TrialBoard board, Curves curves) {
            List<List<Double>> earlier = board.all().stream()
                    .limit(trial.index() - 1)
                    .map(other -> curves.of(other.index()))
                    .toList();
            return rule.stops(curves.of(trial.index()), earlier);
        }
    }

    /** The Hyperband strategy: each definition has brackets of its own. */
    record Rungs(List<TrainingDefinition> definitions, List<HyperbandResources> resources) implements EarlyStopping {
        @Override
        public boolean stops(TuningTrial trial, TrialBoard board, Curves curves) {
            HyperbandResources own = resources.get(trial.definition());
            Hyperband hyperband = own.hyperband();
            List<Double> values = curves.of(trial.index());
            int used = values.size();
            if (used >= hyperband.maxResource() && own.jobsEndThere()) {
                return false;
            }
            Hyperband.Bracket bracket = hyperband.bracketOf(board.placeAmongSiblings(trial));
            // Most values are between rungs; a job goes on until it is told, so nobody is compared there.
            if (used < hyperband.maxResource() && !bracket.isRung(used)) {
                return false;
            }
            List<Double> others = new ArrayList<>();
            for (TuningTrial other : board.all()) {
                List<Double> reported = curves.of(other.index());
                boolean beside = other.index() != trial.index()
                        && other.definition() == trial.definition()
                        && hyperband.bracketOf(board.placeAmongSiblings(other)).equals(bracket);
                if (beside && reported.size() >= used) {
                    others.add(reported.get(used - 1));
                }
            }
            Objective objective = definitions.get(trial.definition()).objective();
            return hyperband.stops(bracket, used, objective.goal(), values.getLast(), others);
        }
    }
}
