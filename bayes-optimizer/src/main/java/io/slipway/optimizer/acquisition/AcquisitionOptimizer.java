package io.slipway.optimizer.acquisition;

import io.slipway.optimizer.acquisition.LocalSearch.Valued;
import io.slipway.optimizer.encoding.Cube;
import io.slipway.optimizer.gp.Points;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;

/** Searches a mixed space for the point of highest acquisition that was not tried yet. */
public final class AcquisitionOptimizer {

    private static final int FALLBACKS = 20;

    private final Cube cube;
    private final double[] lengthscales;
    private final Effort effort;
    private final UniformRandomProvider random;

    /**
     * How hard to search.
     *
     * @param spread candidates over the whole space
     * @param around candidates around each of the best trials
     * @param drawnStarts local searches besides those from the best candidate and the best trial
     * @param categoryStarts at most so many more, from the best candidates of each category
     */
    public record Effort(int spread, int around, int drawnStarts, int categoryStarts) {}

    /** @param lengthscales of the model, one per dimension: the units of the local search */
    public AcquisitionOptimizer(Cube cube, double[] lengthscales, Effort effort, UniformRandomProvider random) {
        this.cube = cube;
        this.lengthscales = lengthscales;
        this.effort = effort;
        this.random = random;
    }

    /**
     * The best point found that is not among those seen; empty if every candidate is.
     *
     * @param best the best trials, the best one first
     */
    public Optional<double[]> maximize(Acquisition acquisition, List<double[]> best, List<double[]> seen) {
        List<double[]> points = new Candidates(cube, random).draw(best, effort.spread(), effort.around());
        double[] values = acquisition.values(new Points(points, cube.categorical()));
        int[] order = IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -values[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        List<Valued> found = new ArrayList<>();
        var search = new LocalSearch(cube, acquisition, lengthscales);
        for (double[] start : starts(points, values, order, best)) {
            found.add(search.climb(start));
        }
        for (int i = 0; i < Math.min(FALLBACKS, order.length); i++) {
            found.add(new Valued(points.get(order[i]), values[order[i]]));
        }
        found.sort(Comparator.comparingDouble(valued -> -valued.value()));
        for (Valued valued : found) {
            if (!cube.contains(seen, valued.point())) {
                return Optional.of(valued.point());
            }
        }
        for (int i : order) {
            if (!cube.contains(seen, points.get(i))) {
                return Optional.of(points.get(i));
            }
        }
        return Optional.empty();
    }

    private List<double[]> starts(List<double[]> points, double[] values, int[] order, List<double[]> best) {
        List<double[]> starts = new ArrayList<>();
        double highest = values[order[0]];
        double[] weights = new double[values.length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = Math.exp(values[i] - highest);
        }
        starts.add(points.get(order[0]));
        weights[order[0]] = 0;
        for (int draw = 0; draw < effort.drawnStarts(); draw++) {
            int drawn = draw(weights);
            starts.add(points.get(drawn));
            weights[drawn] = 0;
        }
        if (!best.isEmpty()) {
            starts.add(best.getFirst());
        }
        addBestOfEachCategory(points, order, starts);
        return starts;
    }

    /**
     * For each value of each category the best candidate that has it. A climb changes categories one at a time, and stays where the
     * other coordinates would have to change with them.
     */
    private void addBestOfEachCategory(List<double[]> points, int[] order, List<double[]> starts) {
        boolean[][] reached = IntStream.range(0, cube.dimensions())
                .mapToObj(k -> new boolean
                        [cube.axis(k).isCategorical() ? (int) cube.axis(k).cardinality() : 0])
                .toArray(boolean[][]::new);
        int most = starts.size() + effort.categoryStarts();
        for (int i = 0; i < order.length && starts.size() < most; i++) {
            double[] point = points.get(order[i]);
            boolean reachesMore = false;
            for (int k = 0; k < point.length; k++) {
                int value = (int) point[k];
                if (reached[k].length > 0 && !reached[k][value]) {
                    reached[k][value] = true;
                    reachesMore = true;
                }
            }
            if (reachesMore && i > 0) {
                starts.add(point);
            }
        }
    }

    /** An index with probability proportional to its weight. */
    private int draw(double[] weights) {
        double total = 0;
        for (double weight : weights) {
            total += weight;
        }
        double rest = random.nextDouble() * total;
        for (int i = 0; i < weights.length; i++) {
            rest -= weights[i];
            if (rest < 0) {
                return i;
            }
        }
        return weights.length - 1;
    }
}
