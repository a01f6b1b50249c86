package io.slipway.emulator.tuning;

import io.slipway.emulator.wire.Document;
import io.slipway.optimizer.Hyperband;
import io.slipway.optimizer.MedianRule;
import java.util.ArrayList;
import java.util.List;

/** Which training jobs are not worth finishing. */
sealed interface EarlyStopping {
    /**
     * To be asked at each new value of a running trial.
     *
     * @param trials all of the tuning job
     */
    boolean stops(TuningTrial trial, List<TuningTrial> trials, Curves curves);

    static EarlyStopping of(TuningJob job) {
        Document config =
                job.request().findDocument("HyperParameterTuningJobConfig").orElseThrow();
        if (job.strategy().equals(HyperbandResources.STRATEGY)) {
            return new Rungs(job.definitions().getFirst().objective(), HyperbandResources.of(job.request()));
        }
        return config.findString("TrainingJobEarlyStoppingType").orElse("Off").equals("Auto")
                ? new BelowMedian(
                        new MedianRule(job.definitions().getFirst().objective().goal()))
                : new Never();
    }

    record Never() implements EarlyStopping {
        @Override
        public boolean stops(TuningTrial trial, List<TuningTrial> trials, Curves curves) {
            return false;
        }
    }

    /** {@code TrainingJobEarlyStoppingType: Auto}. */
    record BelowMedian(MedianRule rule) implements EarlyStopping {
        @Override
        public boolean stops(TuningTrial trial, List<TuningTrial> trials, Curves curves) {
            List<List<Double>> earlier = trials.stream()
                    .filter(other -> other.index() < trial.index())
                    .map(other -> curves.of(other.index()))
                    .toList();
            return rule.stops(curves.of(trial.index()), earlier);
        }
    }

    /** The Hyperband strategy. */
    record Rungs(Objective objective, HyperbandResources resources) implements EarlyStopping {
        @Override
        public boolean stops(TuningTrial trial, List<TuningTrial> trials, Curves curves) {
            Hyperband hyperband = resources.hyperband();
            List<Double> values = curves.of(trial.index());
            int used = values.size();
            if (used >= hyperband.maxResource() && resources.jobsEndThere()) {
                return false;
            }
            Hyperband.Bracket bracket = hyperband.bracketOf(trial.index() - 1);
            List<Double> others = new ArrayList<>();
            for (TuningTrial other : trials) {
                List<Double> reported = curves.of(other.index());
                boolean beside = other.index() != trial.index()
                        && hyperband.bracketOf(other.index() - 1).equals(bracket);
                if (beside && reported.size() >= used) {
                    others.add(reported.get(used - 1));
                }
            }
            return hyperband.stops(bracket, used, objective.goal(), values.getLast(), others);
        }
    }
}
