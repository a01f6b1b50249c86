package io.slipway.optimizer;

import io.slipway.optimizer.acquisition.Acquisition;
import io.slipway.optimizer.acquisition.AcquisitionOptimizer;
import io.slipway.optimizer.acquisition.LogExpectedImprovement;
import io.slipway.optimizer.acquisition.PosteriorUncertainty;
import io.slipway.optimizer.acquisition.TrustRegion;
import io.slipway.optimizer.acquisition.UpperConfidenceBound;
import io.slipway.optimizer.encoding.Cube;
import io.slipway.optimizer.gp.GaussianProcess;
import io.slipway.optimizer.gp.Hyperparameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Bayesian optimization: the centre of the space, then the point of highest expected improvement under a Gaussian process, at first not
 * far from what was tried, later by turns anywhere, near the best trial, and with the point of highest upper confidence bound. Trials
 * that run count as if they had the outcome the model expects; failed ones as the worst outcome seen. Parents with the same function
 * lend their results, others the shape of their model.
 *
 * <p>Stateless and safe to share. A suggestion never fails for numerical reasons: where there is no model, the next point of an even
 * spread is returned. In a space that is exhausted the best configuration is repeated.
 */
public final class BayesianDesigner implements Designer {

    private static final double CLOSE = 1e-4;
    private static final int CLOSE_TRIALS = 2;
    private static final AcquisitionOptimizer.Effort EFFORT = new AcquisitionOptimizer.Effort(1024, 64, 4, 16);

    /** Above so many results a climb is dear: fewer of them keep a suggestion short in spaces of many categories, too. */
    private static final int MANY_RESULTS = 100;

    private static final AcquisitionOptimizer.Effort EFFORT_FOR_MANY = new AcquisitionOptimizer.Effort(1024, 64, 4, 4);

    @Override
    public List<Configuration> suggest(Study study, int count) {
        if (count < 1) {
            throw new IllegalArgumentException("count must be at least 1, not " + count);
        }
        var codec = new SpaceCodec(study.space());
        History history = History.of(study, codec);
        var round = new Round(study, codec);
        List<Configuration> suggestions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double[] point = round.propose(history);
            suggestions.add(codec.decode(point));
            history = history.withPending(point);
        }
        return suggestions;
    }

    /** One call: its results do not change, so it fits once however many suggestions it makes. */
    private static final class Round {

        private final Study study;
        private final Cube cube;
        private final List<GaussianProcess> trends;
        private Optional<Surrogate> surrogate = Optional.empty();
        private boolean fitted;

        Round(Study study, SpaceCodec codec) {
            this.study = study;
            this.cube = codec.cube();
            this.trends = cube.dimensions() == 0 ? List.of() : Surrogate.trends(study, codec);
        }

        double[] propose(History history) {
            if (cube.dimensions() == 0) {
                return new double[0];
            }
            return fromModel(history)
                    .or(() -> StartDesign.next(cube, study.seed(), history.trials()))
                    .orElseGet(() -> best(history));
        }

        private Optional<double[]> fromModel(History history) {
            if (!fitted) {
                surrogate = Surrogate.of(history.results(), history.failed(), cube.categorical(), trends);
                fitted = true;
            }
            return surrogate.flatMap(model ->
                    model.process().believing(history.pending()).flatMap(process -> maximize(model, process, history)));
        }

        private Optional<double[]> maximize(Surrogate model, GaussianProcess process, History history) {
            Hyperparameters theta = model.process().hyperparameters();
            Acquisition acquisition = acquisition(model, process, history);
            Optional<double[]> point = search(acquisition, theta, model, history);
            boolean settled = point.isPresent()
                    && isClose(point.get(), results(history), theta)
                    && latestAreClose(history.trials(), theta);
            return settled ? search(new PosteriorUncertainty(process), theta, model, history) : point;
        }

        /**
         * Once the early trust region is the whole space, by turns: anywhere, by the bound, near the best trial (but anywhere while others
         * run, as their outcomes may move the best one), by the bound.
         */
        private Acquisition acquisition(Surrogate model, GaussianProcess process, History history) {
            int trials = history.trials().size();
            var improvement = new LogExpectedImprovement(process, model.incumbent());
            if (!TrustRegion.isWholeSpace(cube, trials)) {
                return improvement;
            }
            return switch (trials % 4) {
                case 0 -> improvement;
                case 2 -> history.pending().isEmpty() ? TrustRegion.near(model.best(), cube, improvement) : improvement;
                default -> new UpperConfidenceBound(process);
            };
        }

        private Optional<double[]> search(
                Acquisition acquisition, Hyperparameters theta, Surrogate model, History history) {
            var random = RandomStreams.of(
                    study.seed(), RandomStreams.Use.SEARCH, history.trials().size());
            Acquisition held = TrustRegion.around(history.trials(), cube, acquisition);
            var effort = history.results().size() > MANY_RESULTS ? EFFORT_FOR_MANY : EFFORT;
            return new AcquisitionOptimizer(cube, theta.lengthscales(), effort, random)
                    .maximize(held, model.best(), history.seen());
        }

        /** Whether each of the latest trials lies close to an earlier one: the search has settled. */
        private boolean latestAreClose(List<double[]> trials, Hyperparameters theta) {
            for (int back = 1; back <= CLOSE_TRIALS; back++) {
                int latest = trials.size() - back;
                if (latest < 1 || !isClose(trials.get(latest), trials.subList(0, latest), theta)) {
                    return false;
                }
            }
            return true;
        }

        private boolean isClose(double[] point, List<double[]> others, Hyperparameters theta) {
            for (double[] other : others) {
                if (theta.squaredDistance(point, other, cube.categorical()) < CLOSE) {
                    return true;
                }
            }
            return false;
        }

        private static List<double[]> results(History history) {
            return history.results().stream().map(History.Result::point).toList();
        }

        /** In an exhausted space: the best of its configurations, or the first if there is no result. */
        private double[] best(History history) {
            return history.results().stream()
                    .filter(History.Result::inside)
                    .min((a, b) -> Double.compare(a.outcome(), b.outcome()))
                    .map(History.Result::point)
                    .orElseGet(() -> history.trials().getFirst());
        }
    }
}
