package io.slipway.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HyperbandTest {

    @ParameterizedTest
    @CsvSource({
        "1, 81, 81@1 27@3 9@9 3@27 1@81 | 34@3 11@9 3@27 1@81 | 15@9 5@27 1@81 | 8@27 2@81 | 5@81",
        "1, 27, 27@1 9@3 3@9 1@27 | 12@3 4@9 1@27 | 6@9 2@27 | 4@27",
        "1, 9, 9@1 3@3 1@9 | 5@3 1@9 | 3@9",
        "4, 10, 1@10",
        "7, 7, 1@7"
    })
    void bracketsAreThoseOfThePaper(int minResource, int maxResource, String expected) {
        String plan = new Hyperband(minResource, maxResource)
                .brackets().stream()
                        .map(bracket -> bracket.rungs().stream()
                                .map(rung -> rung.jobs() + "@" + rung.resource())
                                .collect(Collectors.joining(" ")))
                        .collect(Collectors.joining(" | "));
        assertThat(plan).isEqualTo(expected);
    }

    @Test
    void jobsFillTheBracketsInOrderAndBeginAgain() {
        var hyperband = new Hyperband(1, 9);
        List<Integer> firstRungs = IntStream.range(0, 19)
                .mapToObj(job -> hyperband.bracketOf(job).rungs().getFirst().resource())
                .toList();
        assertThat(firstRungs).containsExactly(1, 1, 1, 1, 1, 1, 1, 1, 1, 3, 3, 3, 3, 3, 9, 9, 9, 1, 1);
    }

    @Test
    void jobGoesOnOnlyWithinTheBestThirdOfItsRung() {
        var hyperband = new Hyperband(1, 9);
        Hyperband.Bracket first = hyperband.bracketOf(0);
        List<Double> others = List.of(1., 2., 3.);
        assertThat(hyperband.stops(first, 3, Goal.MINIMIZE, 2, others)).isFalse();
        assertThat(hyperband.stops(first, 3, Goal.MINIMIZE, 2.1, others)).isTrue();
        assertThat(hyperband.stops(first, 3, Goal.MAXIMIZE, 2, others)).isFalse();
        assertThat(hyperband.stops(first, 3, Goal.MAXIMIZE, 1.9, others)).isTrue();
        assertThat(hyperband.stops(first, 3, Goal.MAXIMIZE, Double.NaN, others)).isTrue();
    }

    @Test
    void firstJobAtARungGoesOn() {
        var hyperband = new Hyperband(1, 9);
        assertThat(hyperband.stops(hyperband.bracketOf(0), 1, Goal.MINIMIZE, 1e9, List.of()))
                .isFalse();
    }

    @Test
    void noJobIsStoppedBetweenRungsAndEveryOneAtTheMostResource() {
        var hyperband = new Hyperband(1, 9);
        Hyperband.Bracket first = hyperband.bracketOf(0);
        assertThat(hyperband.stops(first, 2, Goal.MINIMIZE, 1e9, List.of(1., 2., 3.)))
                .isFalse();
        assertThat(hyperband.stops(first, 9, Goal.MINIMIZE, 0, List.of())).isTrue();
    }

    @Test
    void resourcesThatFallAndNegativeJobsAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Hyperband(0, 9));
        assertThatIllegalArgumentException().isThrownBy(() -> new Hyperband(10, 9));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Hyperband(1, 9).bracketOf(-1))
                .withMessageContaining("-1");
    }
}
