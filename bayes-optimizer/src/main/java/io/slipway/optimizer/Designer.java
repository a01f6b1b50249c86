package io.slipway.optimizer;

import java.util.List;

/** Proposes what to try next: a pure function of the study, the same on every machine and thread. */
public interface Designer {

    /**
     * Configurations to try next, each valid in the study's space and, while the space is not exhausted, different from
     * every trial and from each other.
     *
     * @param count how many, at least 1
     * @throws IllegalArgumentException if count is below 1, or naming the parameter and the rule if a trial does not fit the space
     */
    List<Configuration> suggest(Study study, int count);
}
