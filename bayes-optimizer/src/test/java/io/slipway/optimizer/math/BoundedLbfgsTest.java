package io.slipway.optimizer.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class BoundedLbfgsTest {

    private static final BoundedLbfgs SEARCH = new BoundedLbfgs(500, 2000, 1e-8, 1e-16);

    @Test
    void rosenbrockValleyIsFollowedToItsEnd() {
        double[] x = {-1.2, 1, -1.2, 1};
        double value = SEARCH.minimize(BoundedLbfgsTest::rosenbrock, x, filled(-5), filled(10));
        assertThat(value).isLessThan(1e-10);
        assertThat(x).containsExactly(new double[] {1, 1, 1, 1}, within(1e-4));
    }

    @Test
    void minimumOutsideTheBoxIsFoundOnItsEdge() {
        double[] x = {0, 4};
        double value = SEARCH.minimize(
                (at, gradient) -> {
                    gradient[0] = 2 * (at[0] - 3);
                    gradient[1] = 2 * (at[1] - 1);
                    return (at[0] - 3) * (at[0] - 3) + (at[1] - 1) * (at[1] - 1);
                },
                x,
                new double[] {-1, -1},
                new double[] {2, 5});
        assertThat(x).containsExactly(new double[] {2, 1}, within(1e-7));
        assertThat(value).isCloseTo(1, within(1e-9));
    }

    @Test
    void undefinedRegionsAreBackedOutOf() {
        double[] x = {4};
        double value = SEARCH.minimize(
                (at, gradient) -> {
                    gradient[0] = 1 - 1 / at[0];
                    return at[0] <= .5 ? Double.POSITIVE_INFINITY : at[0] - Math.log(at[0]);
                },
                x,
                new double[] {-100},
                new double[] {100});
        assertThat(value).isCloseTo(1, within(1e-9));
    }

    @Test
    void undefinedStartHasNoValue() {
        assertThat(SEARCH.minimize((at, gradient) -> Double.NaN, new double[1], new double[] {-1}, new double[] {1}))
                .isEqualTo(Double.POSITIVE_INFINITY);
    }

    private static double rosenbrock(double[] x, double[] gradient) {
        java.util.Arrays.fill(gradient, 0);
        double sum = 0;
        for (int i = 0; i + 1 < x.length; i++) {
            double valley = x[i + 1] - x[i] * x[i];
            sum += 100 * valley * valley + (1 - x[i]) * (1 - x[i]);
            gradient[i] += -400 * x[i] * valley - 2 * (1 - x[i]);
            gradient[i + 1] += 200 * valley;
        }
        return sum;
    }

    private static double[] filled(double value) {
        return new double[] {value, value, value, value};
    }
}
