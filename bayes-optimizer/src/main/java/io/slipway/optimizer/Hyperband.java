package io.slipway.optimizer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * The plan of Hyperband and the asynchronous decisions at its rungs. Brackets trade the number of random configurations against how
 * early they are first judged. Li, Jamieson, DeSalvo, Rostamizadeh and Talwalkar, Hyperband, JMLR 18 (2018); Li et al., A system for
 * massively parallel hyperparameter tuning (ASHA), MLSys 2020.
 *
 * <p>Resources are counted in values reported by a job, one per epoch.
 *
 * @param minResource no job is stopped before it
 * @param maxResource every job is stopped at it
 */
public record Hyperband(int minResource, int maxResource) {

    /** Of every so many jobs at a rung the best one goes on. */
    public static final int REDUCTION = 3;

    public Hyperband {
        if (minResource < 1 || maxResource < minResource) {
            throw new IllegalArgumentException(
                    "resources must be at least 1 and rise, not from " + minResource + " to " + maxResource);
        }
    }

    /**
     * Jobs that begin alike.
     *
     * @param rungs where they are judged, the first one lowest, the last at the most resource
     */
    public record Bracket(List<Rung> rungs) {

        public Bracket {
            rungs = List.copyOf(rungs);
        }

        /** How many jobs it starts. */
        public int jobs() {
            return rungs.getFirst().jobs();
        }

        /** Whether jobs that have used this much are judged. */
        public boolean isRung(int resource) {
            return rungs.stream().anyMatch(rung -> rung.resource() == resource);
        }
    }

    /**
     * A point of decision.
     *
     * @param jobs how many come here
     * @param resource how much they have used by then
     */
    public record Rung(int jobs, int resource) {}

    /** The brackets, the one with most jobs and earliest decisions first. */
    public List<Bracket> brackets() {
        int last = 0;
        for (long ratio = REDUCTION; ratio * minResource <= maxResource; ratio *= REDUCTION) {
            last++;
        }
        List<Bracket> brackets = new ArrayList<>();
        for (int s = last; s >= 0; s--) {
            brackets.add(bracket(s, last));
        }
        return brackets;
    }

    private Bracket bracket(int s, int last) {
        long power = power(s);
        long jobs = Math.ceilDiv((last + 1) * power, s + 1);
        List<Rung> rungs = new ArrayList<>();
        for (int i = 0; i <= s; i++) {
            rungs.add(new Rung((int) (jobs / power(i)), (int) Math.round((double) maxResource / power(s - i))));
        }
        return new Bracket(rungs);
    }

    private static long power(int exponent) {
        long power = 1;
        for (int i = 0; i < exponent; i++) {
            power *= REDUCTION;
        }
        return power;
    }

    /**
     * The bracket of a job: the brackets are filled in order, then from the first again.
     *
     * @param job its number, from 0
     */
    public Bracket bracketOf(int job) {
        if (job < 0) {
            throw new IllegalArgumentException("a job's number must be at least 0, not " + job);
        }
        List<Bracket> brackets = brackets();
        int round = brackets.stream().mapToInt(Bracket::jobs).sum();
        int place = job % round;
        for (Bracket bracket : brackets) {
            if (place < bracket.jobs()) {
                return bracket;
            }
            place -= bracket.jobs();
        }
        throw new IllegalStateException("the brackets of a round hold " + round + " jobs, not " + job % round);
    }

    /**
     * Whether to stop a job of this bracket that has just reported its value at this resource: always at the most resource; at a rung
     * unless it is within the best third of the values there; elsewhere never.
     *
     * @param value what it reported; NaN is worse than any number
     * @param others what the bracket's other jobs reported at this resource so far
     */
    public boolean stops(Bracket bracket, int resource, Goal goal, double value, Collection<Double> others) {
        if (resource >= maxResource) {
            return true;
        }
        return bracket.isRung(resource)
                && MedianRule.worstLast(goal).compare(value, threshold(goal, value, others)) > 0;
    }

    /** The quantile of the best 1/REDUCTION, linear between order statistics. */
    private static double threshold(Goal goal, double value, Collection<Double> others) {
        List<Double> sorted = Stream.concat(Stream.of(value), others.stream())
                .sorted(MedianRule.worstLast(goal))
                .toList();
        double position = (sorted.size() - 1.) / REDUCTION;
        int below = (int) position;
        return below + 1 < sorted.size()
                ? MedianRule.between(sorted.get(below), sorted.get(below + 1), position - below)
                : sorted.get(below);
    }
}
