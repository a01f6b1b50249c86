package io.slipway.optimizer.acquisition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.slipway.optimizer.encoding.Axis;
import io.slipway.optimizer.encoding.Cube;
import io.slipway.optimizer.encoding.Scale;
import io.slipway.optimizer.gp.Points;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrustRegionTest {

    private static final Cube CUBE = new Cube(
            List.of(new Axis.Real(0, 1, Scale.LINEAR), new Axis.Category(2), new Axis.Whole(1, 3, Scale.LINEAR)));
    private static final Acquisition FLAT = new FunctionAcquisition(x -> 7);
    private static final double[] TRIED = {.5, 0, .5};

    @Test
    void pointsWithinTheRadiusOfATrialAreWorthWhatTheyWere() {
        Acquisition held = TrustRegion.around(List.of(TRIED), CUBE, FLAT);
        assertThat(held.value(new double[] {.5 + .2, 0, .5})).isEqualTo(7);
    }

    @Test
    void pointsBeyondAreWorthLessTheFurtherTheyLieAndTheGradientLeadsBack() {
        Acquisition held = TrustRegion.around(List.of(TRIED), CUBE, FLAT);
        double radius = .2 + .3 / (5 * 4);
        double[] far = {.9, 0, .5};
        double[] gradient = new double[3];

        double value = held.valueAndGradient(far, gradient);

        assertThat(value).isCloseTo(7 - 1000 * (.4 - radius), within(1e-9));
        assertThat(held.value(far)).isEqualTo(value);
        assertThat(held.values(new Points(List.of(far), CUBE.categorical()))).containsExactly(value);
        assertThat(gradient).containsExactly(-1000, 0, 0);
    }

    @Test
    void categoriesAndIntegersOfFewValuesAreFree() {
        Acquisition held = TrustRegion.around(List.of(TRIED), CUBE, FLAT);
        assertThat(held.value(new double[] {.5, 1, 5 / 6.})).isEqualTo(7);
    }

    @Test
    void afterManyTrialsTheRegionIsTheWholeSpace() {
        assertThat(TrustRegion.isWholeSpace(CUBE, 19)).isFalse();
        assertThat(TrustRegion.isWholeSpace(CUBE, 22)).isTrue();
        assertThat(TrustRegion.around(Collections.nCopies(22, TRIED), CUBE, FLAT))
                .isSameAs(FLAT);
    }

    @Test
    void nearTheBestTrialOnlyTheBestCounts() {
        double[] second = {0, 1, .5};
        Acquisition held = TrustRegion.near(List.of(TRIED, second), CUBE, FLAT);

        assertThat(held.value(new double[] {.6, 1, 5 / 6.})).isCloseTo(7, within(1e-9));
        assertThat(held.value(second)).isCloseTo(7 - 1000 * .4, within(1e-9));
        assertThat(TrustRegion.near(List.of(), CUBE, FLAT)).isSameAs(FLAT);
    }
}
