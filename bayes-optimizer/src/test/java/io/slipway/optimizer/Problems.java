package io.slipway.optimizer;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Functions whose minimum is known. */
final class Problems {

    private static final double[] HARTMANN_HEIGHTS = {1, 1.2, 3, 3.2};
    private static final double[][] HARTMANN3_WIDTHS = {{3, 10, 30}, {.1, 10, 35}, {3, 10, 30}, {.1, 10, 35}};
    private static final double[][] HARTMANN3_CENTRES = {
        {.3689, .1170, .2673}, {.4699, .4387, .7470}, {.1091, .8732, .5547}, {.0381, .5743, .8828}
    };
    private static final double[][] HARTMANN6_WIDTHS = {
        {10, 3, 17, 3.5, 1.7, 8}, {.05, 10, 17, .1, 8, 14}, {3, 3.5, 1.7, 10, 17, 8}, {17, 8, .05, 10, .1, 14}
    };
    private static final double[][] HARTMANN6_CENTRES = {
        {.1312, .1696, .5569, .0124, .8283, .5886},
        {.2329, .4135, .8307, .3736, .1004, .9991},
        {.2348, .1451, .3522, .2883, .3047, .6650},
        {.4047, .8828, .8732, .5743, .1091, .0381}
    };

    /** The network-tuning problem diverges above this many decades over the best learning rate. */
    private static final double DIVERGENCE = 1.4;

    private Problems() {}

    /**
     * @param function empty where a trial fails
     * @param minimum the least value
     */
    record Problem(SearchSpace space, Function<Configuration, OptionalDouble> function, double minimum) {

        double regret(Configuration configuration) {
            return function.apply(configuration).orElse(Double.POSITIVE_INFINITY) - minimum;
        }
    }

    static Problem branin() {
        var space = new SearchSpace(List.of(
                new Parameter.Continuous("x0", -5, 10, Scaling.LINEAR),
                new Parameter.Continuous("x1", 0, 15, Scaling.LINEAR)));
        return new Problem(space, c -> OptionalDouble.of(branin(vector(c))), .397887357729738);
    }

    static Problem hartmann6() {
        return new Problem(unitCube(6), c -> OptionalDouble.of(hartmann6(vector(c))), -3.322368011415512);
    }

    /** A network's error by learning rate, weight decay, dropout, depth, width, optimizer and activation. */
    static Problem network(boolean failing) {
        var space = new SearchSpace(List.of(
                new Parameter.Continuous("lr", 1e-6, 10, Scaling.LOGARITHMIC),
                new Parameter.Continuous("wd", 1e-7, .1, Scaling.LOGARITHMIC),
                new Parameter.Continuous("dropout", 0, .8, Scaling.LINEAR),
                new Parameter.Discrete("layers", 1, 6, Scaling.LINEAR),
                new Parameter.Discrete("units", 16, 1024, Scaling.LOGARITHMIC),
                new Parameter.Categorical("opt", List.of("sgd", "adam", "rmsprop")),
                new Parameter.Categorical("act", List.of("relu", "gelu", "tanh", "sigmoid"))));
        return new Problem(
                space,
                c -> {
                    double value = network(c);
                    return failing && value >= .9 ? OptionalDouble.empty() : OptionalDouble.of(value);
                },
                .046);
    }

    static double branin(double... x) {
        double valley = x[1] - 5.1 / (4 * Math.PI * Math.PI) * x[0] * x[0] + 5 / Math.PI * x[0] - 6;
        return valley * valley + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x[0]) + 10;
    }

    static double hartmann3(double... x) {
        return hartmann(x, HARTMANN3_WIDTHS, HARTMANN3_CENTRES);
    }

    static double hartmann6(double... x) {
        return hartmann(x, HARTMANN6_WIDTHS, HARTMANN6_CENTRES);
    }

    private static double hartmann(double[] x, double[][] widths, double[][] centres) {
        double sum = 0;
        for (int i = 0; i < HARTMANN_HEIGHTS.length; i++) {
            double distance = 0;
            for (int k = 0; k < x.length; k++) {
                distance += widths[i][k] * (x[k] - centres[i][k]) * (x[k] - centres[i][k]);
            }
            sum -= HARTMANN_HEIGHTS[i] * Math.exp(-distance);
        }
        return sum;
    }

    static double network(Configuration c) {
        String optimizer = (String) c.values().get("opt");
        double best = switch (optimizer) {
            case "sgd" -> -1;
            case "adam" -> -2.9;
            default -> -3.4;
        };
        double penalty = switch (optimizer) {
            case "sgd" -> 0;
            case "adam" -> .006;
            default -> .012;
        };
        double layers = (long) c.values().get("layers");
        double units = Math.log(((Long) c.values().get("units")).doubleValue()) / Math.log(2);
        double activation = switch ((String) c.values().get("act")) {
            case "relu" -> 0;
            case "gelu" -> -.004;
            case "tanh" -> .012;
            default -> .03 + .01 * layers;
        };
        double rate = Math.log10((double) c.values().get("lr")) - best + .25 * (layers - 3);
        if (rate > DIVERGENCE) {
            return .9 + .01 * Math.min(rate, 4);
        }
        double width = (units - 8 - .5 * (layers - 2)) / 2.5;
        double decay = (Math.log10((double) c.values().get("wd")) + 4 - .4 * (units - 8)) / 1.5;
        double dropout = (double) c.values().get("dropout") - .15 - .06 * Math.max(0, units - 8);
        return .05
                + .35 * (1 - Math.exp(-rate * rate / 1.2))
                + .05 * Math.min(1, width * width)
                + .03 * Math.min(1, decay * decay)
                + .12 * dropout * dropout
                + activation
                + penalty
                + .006 * (layers - 3) * (layers - 3);
    }

    static SearchSpace unitCube(int dimensions) {
        return new SearchSpace(IntStream.range(0, dimensions)
                .<Parameter>mapToObj(k -> new Parameter.Continuous("x" + k, 0, 1, Scaling.LINEAR))
                .toList());
    }

    static double[] vector(Configuration configuration) {
        return IntStream.range(0, configuration.values().size())
                .mapToDouble(k -> (double) configuration.values().get("x" + k))
                .toArray();
    }

    /** The trials of a study of the problem, one after the other. */
    static List<Trial> run(Problem problem, Designer designer, int budget, long seed, List<Study.Parent> parents) {
        List<Trial> trials = new ArrayList<>();
        for (int i = 0; i < budget; i++) {
            var study = new Study(problem.space(), Goal.MINIMIZE, trials, budget, seed, parents);
            Configuration next = designer.suggest(study, 1).getFirst();
            OptionalDouble value = problem.function().apply(next);
            trials.add(value.isPresent() ? new Trial.Completed(next, value.getAsDouble()) : new Trial.Failed(next));
        }
        return trials;
    }

    static double leastRegret(Problem problem, List<Trial> trials) {
        return trials.stream()
                .mapToDouble(trial -> problem.regret(trial.configuration()))
                .min()
                .orElseThrow();
    }
}
