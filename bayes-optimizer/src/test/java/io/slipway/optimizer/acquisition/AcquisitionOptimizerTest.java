package io.slipway.optimizer.acquisition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.slipway.optimizer.encoding.Axis;
import io.slipway.optimizer.encoding.Cube;
import io.slipway.optimizer.encoding.Scale;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;

class AcquisitionOptimizerTest {

    private static final Axis REAL = new Axis.Real(0, 1, Scale.LINEAR);
    private static final Cube MIXED = new Cube(List.of(new Axis.Category(3), REAL, REAL, REAL, REAL, REAL, REAL));

    @Test
    void highestPeakIsFoundAlsoWhereItIsNarrowAndInACategoryOfItsOwn() {
        Acquisition acquisition = new FunctionAcquisition(x -> x[0] == 2 ? 1 - 100 * around(x, .8) : -around(x, .2));
        double[] best = {0, .2, .2, .2, .2, .2, .2};

        double[] found =
                optimizer(MIXED).maximize(acquisition, List.of(best), List.of()).orElseThrow();

        assertThat(found).containsExactly(new double[] {2, .8, .8, .8, .8, .8, .8}, within(1e-3));
    }

    @Test
    void integersAreFollowedOverManyValues() {
        var cube = new Cube(List.of(new Axis.Whole(0, 1_000_000, Scale.LINEAR), REAL));
        Acquisition acquisition = new FunctionAcquisition(
                x -> -Math.abs(cube.axis(0).decode(x[0]) - 123_456) - (x[1] - .5) * (x[1] - .5));

        double[] found =
                optimizer(cube).maximize(acquisition, List.of(), List.of()).orElseThrow();

        assertThat(cube.axis(0).decode(found[0])).isCloseTo(123_456, within(2.));
    }

    @Test
    void nothingIsFoundInASpaceThatWasSeenAltogether() {
        var cube = new Cube(List.of(new Axis.Category(2)));
        Acquisition acquisition = new FunctionAcquisition(x -> x[0]);
        List<double[]> seen = List.of(new double[] {0}, new double[] {1});
        assertThat(optimizer(cube).maximize(acquisition, seen, seen)).isEmpty();
        assertThat(optimizer(cube)
                        .maximize(acquisition, seen, seen.subList(1, 2))
                        .orElseThrow())
                .containsExactly(0);
    }

    /** The squared distance of the real coordinates to a place on the diagonal. */
    private static double around(double[] x, double place) {
        return Arrays.stream(x, 1, x.length).map(u -> (u - place) * (u - place)).sum();
    }

    private static AcquisitionOptimizer optimizer(Cube cube) {
        double[] lengthscales = new double[cube.dimensions()];
        Arrays.fill(lengthscales, .5);
        var effort = new AcquisitionOptimizer.Effort(512, 32, 2, 4);
        return new AcquisitionOptimizer(cube, lengthscales, effort, RandomSource.L64_X128_MIX.create(1L));
    }
}
