package io.slipway.optimizer.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.RandomMatrices_DDRM;
import org.junit.jupiter.api.Test;

class CholeskyTest {

    @Property(tries = 60)
    void factorSolutionsAndInverseAreThoseOfALinearAlgebraLibrary(
            @ForAll @IntRange(min = 1, max = 40) int n, @ForAll long seed) {
        DMatrixRMaj matrix = RandomMatrices_DDRM.symmetricPosDef(n, new Random(seed));
        CommonOps_DDRM.addEquals(matrix, CommonOps_DDRM.identity(n));
        DMatrixRMaj expectedInverse = new DMatrixRMaj(n, n);
        assertThat(CommonOps_DDRM.invert(matrix.copy(), expectedInverse)).isTrue();
        double[][] factor = rows(matrix);

        assertThat(Cholesky.factor(factor)).isTrue();
        assertThat(2 * Cholesky.halfLogDeterminant(factor))
                .isCloseTo(Math.log(CommonOps_DDRM.det(matrix)), within(1e-9 * n));

        double[][] inverse = new double[n][n];
        double[][] dirty = new double[n][n];
        for (double[] row : dirty) {
            Arrays.fill(row, 7);
        }
        Cholesky.invert(factor, dirty, inverse);
        double[][] expectedRows = rows(expectedInverse);
        for (int i = 0; i < n; i++) {
            assertThat(inverse[i]).containsExactly(expectedRows[i], within(1e-9));
        }

        double[] b = new Random(seed + 1).doubles(n).toArray();
        DMatrixRMaj expected = new DMatrixRMaj(n, 1);
        CommonOps_DDRM.mult(expectedInverse, DMatrixRMaj.wrap(n, 1, b), expected);
        double[][] columns = new double[n][3];
        for (int i = 0; i < n; i++) {
            Arrays.fill(columns[i], b[i]);
        }
        Cholesky.solveLower(factor, columns, 3);
        double squares = 0;
        double product = 0;
        for (int i = 0; i < n; i++) {
            squares += columns[i][1] * columns[i][1];
            product += b[i] * expected.get(i);
        }
        assertThat(squares).isCloseTo(product, within(1e-9));
        Cholesky.solve(factor, b);
        assertThat(b).containsExactly(expected.getData(), within(1e-9));
    }

    @Test
    void matricesThatAreNotPositiveDefiniteAreToldApart() {
        assertThat(Cholesky.factor(new double[][] {{1, 2}, {2, 1}})).isFalse();
        assertThat(Cholesky.factor(new double[][] {{1, Double.NaN}, {Double.NaN, 1}}))
                .isFalse();
        assertThat(Cholesky.factor(new double[][] {{Double.POSITIVE_INFINITY}})).isFalse();
    }

    private static double[][] rows(DMatrixRMaj matrix) {
        double[][] rows = new double[matrix.numRows][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Arrays.copyOfRange(matrix.getData(), i * matrix.numCols, (i + 1) * matrix.numCols);
        }
        return rows;
    }
}
