package io.slipway.optimizer.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;

class SobolPointsTest {

    @Test
    void unshiftedSequenceIsThatOfTheReference() {
        var sobol = new SobolPoints(4, () -> 0);
        assertThat(sobol.point(0)).containsExactly(0, 0, 0, 0);
        assertThat(sobol.point(1)).containsExactly(.5, .5, .5, .5);
        assertThat(sobol.point(2)).containsExactly(.75, .25, .25, .25);
        assertThat(sobol.point(3)).containsExactly(.25, .75, .75, .75);
        assertThat(sobol.point(4)).containsExactly(.375, .375, .625, .875);
        assertThat(sobol.point(5)).containsExactly(.875, .875, .125, .375);
    }

    @Test
    void shiftedSequenceStillHasOnePointInEverySlice() {
        var sobol = new SobolPoints(3, RandomSource.L64_X128_MIX.create(7L));
        for (int k = 0; k < 3; k++) {
            boolean[] hit = new boolean[64];
            for (int i = 0; i < 64; i++) {
                hit[(int) (sobol.point(i)[k] * 64)] = true;
            }
            assertThat(hit).containsOnly(true);
        }
    }
}
