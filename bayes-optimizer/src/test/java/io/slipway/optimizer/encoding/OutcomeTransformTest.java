package io.slipway.optimizer.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutcomeTransformTest {

    private static final double[] OUTCOMES = {1, 2, 3, 4, 5, 6, 10, 20, 50, 100};

    @ParameterizedTest
    @CsvSource({"2, .5, 1.46410162", "-2, .5, -2.79743495", "1, 0, .69314718", "-1, 2, -.69314718"})
    void yeoJohnsonIsThatOfTheReference(double y, double lambda, double expected) {
        double[] logs = OutcomeTransform.logs(new double[] {y});
        assertThat(OutcomeTransform.yeoJohnson(logs, lambda)[0]).isCloseTo(expected, within(1e-8));
    }

    @Test
    void exponentIsTheLikeliestOfTheGrid() {
        double mean = Arrays.stream(OUTCOMES).average().orElseThrow();
        double deviation = Math.sqrt(Arrays.stream(OUTCOMES)
                .map(y -> (y - mean) * (y - mean))
                .average()
                .orElseThrow());
        double[] standard =
                Arrays.stream(OUTCOMES).map(y -> (y - mean) / deviation).toArray();

        double lambda = OutcomeTransform.likeliestLambda(standard);

        assertThat(lambda).isCloseTo(-1.35, within(1e-9));
        assertThat(OutcomeTransform.logLikelihood(OutcomeTransform.logs(standard), lambda))
                .isCloseTo(6.701951334256, within(1e-9));
    }

    @Test
    void transformedOutcomesAreThoseOfTheReferenceWithTheSignFlipped() {
        assertThat(OutcomeTransform.apply(OUTCOMES))
                .containsExactly(
                        new double[] {
                            1.100701, .939194, .785375, .63903, .499944, .367907, -.093925, -.854841, -1.563866,
                            -1.819518
                        },
                        within(1e-6));
    }

    @Test
    void equalOutcomesBecomeZero() {
        assertThat(OutcomeTransform.apply(new double[] {.1, .1, .1})).containsOnly(0);
        assertThat(OutcomeTransform.apply(new double[] {-7e300})).containsOnly(0);
    }

    @Test
    void largestDoublesDoNotOverflow() {
        assertThat(OutcomeTransform.apply(new double[] {-1.7e308, 0, 1.7e308}))
                .containsExactly(new double[] {Math.sqrt(1.5), 0, -Math.sqrt(1.5)}, within(1e-9));
    }
}
