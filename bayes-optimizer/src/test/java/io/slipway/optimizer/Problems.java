package io.slipway.optimizer;

import java.util.ArrayList;
import java.util.Arrays;
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

    /** Local minima everywhere on the slopes of a funnel whose floor is off the centre. */
    static Problem ackley5() {
        return new Problem(unitCube(5), c -> OptionalDouble.of(ackley(moved(vector(c), 65.536, 0))), 0);
    }

    static Problem levy4() {
        return new Problem(unitCube(4), c -> OptionalDouble.of(levy(moved(vector(c), 20, 1))), 0);
    }

    static Problem rosenbrock5() {
        var space = new SearchSpace(IntStream.range(0, 5)
                .<Parameter>mapToObj(k -> new Parameter.Continuous("x" + k, -5, 10, Scaling.LINEAR))
                .toList());
        return new Problem(space, c -> OptionalDouble.of(rosenbrock(vector(c))), 0);
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

    static double ackley(double... x) {
        double squares = 0;
        double waves = 0;
        for (double v : x) {
            squares += v * v / x.length;
            waves += Math.cos(2 * Math.PI * v) / x.length;
        }
        return -20 * Math.exp(-.2 * Math.sqrt(squares)) - Math.exp(waves) + 20 + Math.E;
    }

    static double levy(double... x) {
        double[] w = Arrays.stream(x).map(v -> 1 + (v - 1) / 4).toArray();
        double last = w[w.length - 1];
        double sum = squareOfSine(Math.PI * w[0]) + (last - 1) * (last - 1) * (1 + squareOfSine(2 * Math.PI * last));
        for (int k = 0; k + 1 < w.length; k++) {
            sum += (w[k] - 1) * (w[k] - 1) * (1 + 10 * squareOfSine(Math.PI * w[k] + 1));
        }
        return sum;
    }

    static double rosenbrock(double... x) {
        double sum = 0;
        for (int k = 0; k + 1 < x.length; k++) {
            double valley = x[k + 1] - x[k] * x[k];
            sum += 100 * valley * valley + (1 - x[k]) * (1 - x[k]);
        }
        return sum;
    }

    private static double squareOfSine(double angle) {
        return Math.sin(angle) * Math.sin(angle);
    }

    /** From the unit cube to a function's own coordinates, its minimum moved off the centre. */
    private static double[] moved(double[] x, double width, double minimum) {
        return Arrays.stream(x).map(v -> minimum + width * (v - .37)).toArray();
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
    static List<Trial> run(Problem problem, Designer designer, int count, long seed, List<Study.Parent> parents) {
        List<Trial> trials = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            trials.add(next(problem, designer, trials, seed, parents));
        }
        return trials;
    }

    /** Whether a study of the problem comes this near its minimum within so many trials. */
    static boolean comesNear(Problem problem, double regret, Designer designer, int count, long seed) {
        List<Trial> trials = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Trial next = next(problem, designer, trials, seed, List.of());
            if (problem.regret(next.configuration()) <= regret) {
                return true;
            }
            trials.add(next);
        }
        return false;
    }

    private static Trial next(
            Problem problem, Designer designer, List<Trial> trials, long seed, List<Study.Parent> parents) {
        var study = new Study(problem.space(), Goal.MINIMIZE, trials, seed, parents);
        Configuration next = designer.suggest(study, 1).getFirst();
        OptionalDouble value = problem.function().apply(next);
        return value.isPresent() ? new Trial.Completed(next, value.getAsDouble()) : new Trial.Failed(next);
    }

    static double leastRegret(Problem problem, List<Trial> trials) {
        return trials.stream()
                .mapToDouble(trial -> problem.regret(trial.configuration()))
                .min()
                .orElseThrow();
    }
}
