package io.slipway.optimizer;

import java.util.Comparator;
import java.util.List;

/**
 * Early stopping: a job whose latest value is worse than the median of what earlier jobs had reached on average by then is not worth
 * finishing. Golovin et al., Google Vizier: a service for black-box optimization, KDD 2017, 3.2.2.
 *
 * @param goal which values are better
 * @param fewestJobs how many earlier jobs must have come as far before any is stopped
 */
public record MedianRule(Goal goal, int fewestJobs) {

    private static final int FEWEST_JOBS = 5;

    public MedianRule {
        if (fewestJobs < 1) {
            throw new IllegalArgumentException("fewestJobs must be at least 1, not " + fewestJobs);
        }
    }

    /** The rule with at least 5 earlier jobs. */
    public MedianRule(Goal goal) {
        this(goal, FEWEST_JOBS);
    }

    /**
     * Whether to stop a job that has reported these values, one per epoch. NaN is worse than any number.
     *
     * @param earlier the values of each job started before, ended or still running; jobs with fewer values than this one are not
     *     asked
     */
    public boolean stops(List<Double> values, List<List<Double>> earlier) {
        int epoch = values.size();
        if (epoch == 0) {
            return false;
        }
        Comparator<Double> worstLast = worstLast(goal);
        List<Double> averages = earlier.stream()
                .filter(job -> job.size() >= epoch)
                .map(job -> job.stream()
                        .limit(epoch)
                        .mapToDouble(Double::doubleValue)
                        .average()
                        .orElseThrow())
                .sorted(worstLast)
                .toList();
        return averages.size() >= fewestJobs && worstLast.compare(values.getLast(), median(averages)) > 0;
    }

    static Comparator<Double> worstLast(Goal goal) {
        Comparator<Double> byValue = goal == Goal.MINIMIZE ? Comparator.naturalOrder() : Comparator.reverseOrder();
        return Comparator.comparing((Double value) -> value.isNaN()).thenComparing(byValue);
    }

    private static double median(List<Double> sorted) {
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : between(sorted.get(half - 1), sorted.get(half), .5);
    }

    /** The value a share of the way from a to b, which may be equal infinities. */
    static double between(double a, double b, double share) {
        return share == 0 || a == b ? a : a + share * (b - a);
    }
}
