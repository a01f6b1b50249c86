package io.slipway.optimizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * A study's trials as points.
 *
 * @param trials all of them, in the order in which they were started
 * @param results those with an outcome, and those of parents with the same function; the newest last
 * @param ownResults how many of the results are the study's own
 */
record History(
        List<double[]> trials, List<Result> results, int ownResults, List<double[]> failed, List<double[]> pending) {

    /**
     * @param outcome to be minimised, finite
     * @param inside whether the point is one of the space; those of a parent may lie beyond
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Result(double[] point, double outcome, boolean inside) {}

    static History of(Study study, SpaceCodec codec) {
        List<double[]> trials = new ArrayList<>();
        List<Result> results = new ArrayList<>();
        List<double[]> failed = new ArrayList<>();
        List<double[]> pending = new ArrayList<>();
        for (Study.Parent parent : study.parents()) {
            if (parent.sameFunction()) {
                results.addAll(results(parent, codec));
            }
        }
        int inherited = results.size();
        for (Trial trial : study.trials()) {
            double[] point = codec.encode(trial.configuration());
            trials.add(point);
            switch (trial) {
                case Trial.Completed completed
                when Double.isFinite(completed.objective()) ->
                    results.add(new Result(point, toMinimize(study.goal(), completed.objective()), true));
                case Trial.Completed completed -> failed.add(point);
                case Trial.Failed ignored -> failed.add(point);
                case Trial.Pending ignored -> pending.add(point);
            }
        }
        // Their order tells nothing; one order for every caller keeps even the rounding the same.
        pending.sort(Arrays::compare);
        return new History(trials, results, results.size() - inherited, failed, pending);
    }

    /** A parent's finite results that can be placed in our space. */
    static List<Result> results(Study.Parent parent, SpaceCodec codec) {
        List<Result> results = new ArrayList<>();
        for (Trial.Completed completed : parent.completed()) {
            if (Double.isFinite(completed.objective())) {
                codec.encodeForeign(completed.configuration())
                        .ifPresent(point -> results.add(new Result(
                                point,
                                toMinimize(parent.goal(), completed.objective()),
                                codec.cube().isInside(point))));
            }
        }
        return results;
    }

    History withPending(double[] point) {
        List<double[]> allTrials = new ArrayList<>(trials);
        allTrials.add(point);
        List<double[]> allPending = new ArrayList<>(pending);
        allPending.add(point);
        allPending.sort(Arrays::compare);
        return new History(allTrials, results, ownResults, failed, allPending);
    }

    /** Every point whose value is known or on its way. */
    List<double[]> seen() {
        List<double[]> seen = new ArrayList<>(trials);
        for (Result result : results.subList(0, results.size() - ownResults)) {
            seen.add(result.point());
        }
        return Collections.unmodifiableList(seen);
    }

    private static double toMinimize(Goal goal, double objective) {
        return goal == Goal.MINIMIZE ? objective : -objective;
    }
}
