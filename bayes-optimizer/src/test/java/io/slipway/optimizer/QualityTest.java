package io.slipway.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Fails when a change makes the search worse. Median regret over ten seeds; the limits are a few times what is reached. */
class QualityTest {

    private static final int BUDGET = 60;

    @Test
    void braninIsSolved() {
        assertThat(medianRegret(Problems.branin())).isLessThanOrEqualTo(1e-3);
    }

    @Test
    void hartmann6IsSolved() {
        assertThat(medianRegret(Problems.hartmann6())).isLessThanOrEqualTo(.01);
    }

    @Test
    void networkIsTuned() {
        assertThat(medianRegret(Problems.network(false))).isLessThanOrEqualTo(.025);
    }

    @Test
    void networkIsTunedWhereTrialsFail() {
        assertThat(medianRegret(Problems.network(true))).isLessThanOrEqualTo(.03);
    }

    private static double medianRegret(Problems.Problem problem) {
        double[] regrets = LongStream.range(0, 10)
                .parallel()
                .mapToDouble(seed -> Problems.leastRegret(
                        problem, Problems.run(problem, new BayesianDesigner(), BUDGET, seed, List.of())))
                .sorted()
                .toArray();
        return (regrets[4] + regrets[5]) / 2;
    }
}
