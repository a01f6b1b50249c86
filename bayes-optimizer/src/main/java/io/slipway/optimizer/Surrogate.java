package io.slipway.optimizer;

import io.slipway.optimizer.encoding.OutcomeTransform;
import io.slipway.optimizer.gp.GaussianProcess;
import io.slipway.optimizer.gp.Hyperparameters;
import io.slipway.optimizer.gp.MapFit;
import io.slipway.optimizer.gp.Points;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A study's results as a model.
 *
 * @param process given results and failures, the latter as bad as the worst result; outcomes are transformed, larger is better
 * @param incumbent the best transformed outcome within the space
 * @param best the points of the best results, the best one first
 */
record Surrogate(GaussianProcess process, double incumbent, List<double[]> best) {

    private static final int BEST = 5;
    private static final int REFIT_ALWAYS_UP_TO = 200;
    private static final int REFIT_EVERY = 5;
    private static final int MOST_RESULTS = 500;

    /**
     * @param trends what other functions look like that may resemble this one
     * @return empty if the results cannot be modelled
     */
    static Optional<Surrogate> of(
            List<History.Result> all, List<double[]> failed, boolean[] categorical, List<GaussianProcess> trends) {
        if (all.isEmpty()) {
            return Optional.empty();
        }
        List<History.Result> results = all.size() > MOST_RESULTS ? bestAndNewest(all) : all;
        int unfitted = results.size() > REFIT_ALWAYS_UP_TO ? results.size() % REFIT_EVERY : 0;
        Points points = points(results, failed, categorical);
        double[] outcomes = outcomes(results, failed.size());
        Hyperparameters theta = unfitted == 0
                ? MapFit.fit(points, outcomes, trends)
                : fit(results.subList(0, results.size() - unfitted), failed, categorical, trends);
        return GaussianProcess.given(points, outcomes, theta, trends)
                .map(process -> new Surrogate(process, incumbent(results, outcomes), ranked(results)));
    }

    /** Every trend of the parents whose function is another one. */
    static List<GaussianProcess> trends(Study study, SpaceCodec codec) {
        return study.parents().stream()
                .filter(parent -> !parent.sameFunction())
                .map(parent -> History.results(parent, codec))
                .flatMap(results -> of(results, List.of(), codec.cube().categorical(), List.of()).stream())
                .map(Surrogate::process)
                .toList();
    }

    private static Hyperparameters fit(
            List<History.Result> results, List<double[]> failed, boolean[] categorical, List<GaussianProcess> trends) {
        return MapFit.fit(points(results, failed, categorical), outcomes(results, failed.size()), trends);
    }

    private static Points points(List<History.Result> results, List<double[]> failed, boolean[] categorical) {
        return new Points(
                Stream.concat(results.stream().map(History.Result::point), failed.stream())
                        .toList(),
                categorical);
    }

    /** Transformed outcomes of the results, then for each failure the worst of them. */
    private static double[] outcomes(List<History.Result> results, int failures) {
        double[] transformed = OutcomeTransform.apply(
                results.stream().mapToDouble(History.Result::outcome).toArray());
        double worst = Arrays.stream(transformed).min().orElseThrow();
        double[] outcomes = Arrays.copyOf(transformed, transformed.length + failures);
        Arrays.fill(outcomes, transformed.length, outcomes.length, worst);
        return outcomes;
    }

    private static double incumbent(List<History.Result> results, double[] outcomes) {
        double anywhere = Double.NEGATIVE_INFINITY;
        double inside = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < results.size(); i++) {
            anywhere = Math.max(anywhere, outcomes[i]);
            inside = results.get(i).inside() ? Math.max(inside, outcomes[i]) : inside;
        }
        return inside > Double.NEGATIVE_INFINITY ? inside : anywhere;
    }

    private static List<double[]> ranked(List<History.Result> results) {
        return results.stream()
                .filter(History.Result::inside)
                .sorted(Comparator.comparingDouble(History.Result::outcome))
                .limit(BEST)
                .map(History.Result::point)
                .toList();
    }

    private static List<History.Result> bestAndNewest(List<History.Result> all) {
        int half = MOST_RESULTS / 2;
        List<History.Result> kept = new ArrayList<>(all.subList(0, all.size() - half).stream()
                .sorted(Comparator.comparingDouble(History.Result::outcome))
                .limit(half)
                .toList());
        kept.addAll(all.subList(all.size() - half, all.size()));
        return kept;
    }
}
