package io.slipway.optimizer;

import java.util.List;

/**
 * All that a suggestion depends on.
 *
 * @param trials in the order in which they were started
 * @param budget how many trials there will be in all
 * @param seed of every random choice
 * @param parents earlier studies to learn from
 */
public record Study(SearchSpace space, Goal goal, List<Trial> trials, int budget, long seed, List<Parent> parents) {

    public Study {
        trials = List.copyOf(trials);
        parents = List.copyOf(parents);
    }

    /**
     * An earlier study.
     *
     * @param space its own
     * @param completed its results
     * @param sameFunction whether its objective is the very same function (data and algorithm), so that its results count as
     *     ours; otherwise only their shape is learnt from
     */
    public record Parent(SearchSpace space, Goal goal, List<Trial.Completed> completed, boolean sameFunction) {

        public Parent {
            completed = List.copyOf(completed);
        }
    }
}
