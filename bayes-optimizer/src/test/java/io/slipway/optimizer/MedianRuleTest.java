package io.slipway.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MedianRuleTest {

    /** Averages after two epochs: 1, 2, 3, 4, 5. */
    private static final List<List<Double>> EARLIER =
            List.of(List.of(0., 2.), List.of(1., 3.), List.of(2., 4., 99.), List.of(3., 5.), List.of(4., 6.));

    @Test
    void jobWorseThanTheMedianOfAveragesIsStopped() {
        var rule = new MedianRule(Goal.MINIMIZE);
        assertThat(rule.stops(List.of(0., 3.), EARLIER)).isFalse();
        assertThat(rule.stops(List.of(0., 3.1), EARLIER)).isTrue();
        assertThat(rule.stops(List.of(0., Double.NaN), EARLIER)).isTrue();
    }

    @Test
    void lowerIsWorseWhereTheObjectiveIsMaximized() {
        var rule = new MedianRule(Goal.MAXIMIZE);
        assertThat(rule.stops(List.of(9., 3.), EARLIER)).isFalse();
        assertThat(rule.stops(List.of(9., 2.9), EARLIER)).isTrue();
    }

    @Test
    void nobodyIsStoppedBeforeEnoughJobsCameAsFar() {
        assertThat(new MedianRule(Goal.MINIMIZE).stops(List.of(0., 0., 100.), EARLIER))
                .isFalse();
        assertThat(new MedianRule(Goal.MINIMIZE, 1).stops(List.of(0., 0., 100.), EARLIER))
                .isTrue();
        assertThat(new MedianRule(Goal.MINIMIZE).stops(List.of(), EARLIER)).isFalse();
    }

    @Test
    void jobsThatDivergedCountAsWorst() {
        List<List<Double>> earlier = List.of(List.of(1.), List.of(Double.NaN), List.of(Double.NaN));
        assertThat(new MedianRule(Goal.MINIMIZE, 3).stops(List.of(1e300), earlier))
                .isFalse();
    }
}
