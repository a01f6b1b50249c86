package io.slipway.optimizer;

import java.util.List;

/**
 * All that a suggestion depends on.
 *
 * @param trials in the order in which they were started
 * @param seed of every random choice
 * @param parents earlier studies to learn from
 */
public record Study(SearchSpace space, Goal goal, List<Trial> trials, long seed, List<Parent> parents) {

    public Study {
        trials = List.copyOf(trials);
        parents = List.copyOf(parents);
    }

    /**
     * An earlier study.
     *
     * @param goal its own
     * @param completed its results; those that lack a value for one of our parameters, or have one that we cannot place, are skipped
     * @param sameFunction whether its objective is the very same function (data and algorithm), so that its results count as
     *     ours; otherwise only their shape is learnt from
     */
    public record Parent(Goal goal, List<Trial.Completed> completed, boolean sameFunction) {

        public Parent {
            completed = List.copyOf(completed);
        }
    }
}
