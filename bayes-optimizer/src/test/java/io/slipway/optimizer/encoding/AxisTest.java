package io.slipway.optimizer.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import java.util.List;
import org.junit.jupiter.api.Test;

class AxisTest {

    @Test
    void integersLieAtTheCentresOfTheirCells() {
        var axis = new Axis.Whole(1, 3, Scale.LINEAR);
        assertThat(axis.encode(1)).isCloseTo(1 / 6., within(1e-15));
        assertThat(axis.encode(2)).isCloseTo(1 / 2., within(1e-15));
        assertThat(axis.encode(3)).isCloseTo(5 / 6., within(1e-15));
    }

    @Test
    void reverseLogarithmIsEvenInTheDistanceFromOne() {
        assertThat(new Axis.Real(0, .999, Scale.REVERSE_LOGARITHMIC).encode(.9)).isCloseTo(1 / 3., within(1e-12));
    }

    @Test
    void valuesComeBackFromTheirCoordinates() {
        for (Axis axis : List.of(
                new Axis.Real(-5, 10, Scale.LINEAR),
                new Axis.Real(1e-6, 10, Scale.LOGARITHMIC),
                new Axis.Real(0, .999, Scale.REVERSE_LOGARITHMIC))) {
            for (double share : new double[] {0, .1, .5, .77, 1}) {
                double value = axis.decode(share);
                assertThat(axis.decode(axis.encode(value))).isCloseTo(value, withPercentage(1e-9));
                assertThat(axis.encode(value)).isCloseTo(share, within(1e-9));
            }
        }
        for (Axis axis : List.of(
                new Axis.Whole(-3, 4, Scale.LINEAR),
                new Axis.Whole(1, 1000, Scale.LOGARITHMIC),
                new Axis.Whole(0, 1L << 40, Scale.LINEAR),
                new Axis.Category(7))) {
            long last = (long) axis.cardinality() - 1;
            for (long index : new long[] {0, 1, 2, last / 2, last}) {
                double value = axis.valueAt(index);
                assertThat(axis.decode(axis.encode(value))).isEqualTo(value);
            }
        }
    }

    @Test
    void evenSharesGiveEveryIntegerAndCategoryEqualMass() {
        for (Axis axis : List.of(new Axis.Whole(2, 6, Scale.LINEAR), new Axis.Category(5))) {
            int[] hits = new int[7];
            for (int i = 0; i < 10_000; i++) {
                hits[(int) axis.decode(axis.place((i + .5) / 10_000))]++;
            }
            assertThat(hits).containsOnly(0, 2000);
        }
    }

    @Test
    void coordinatesBeyondTheRangeAreClipped() {
        assertThat(new Axis.Real(1e-6, 10, Scale.LOGARITHMIC).decode(1.2)).isEqualTo(10);
        assertThat(new Axis.Whole(1, 9, Scale.LOGARITHMIC).decode(-1)).isEqualTo(1);
    }
}
