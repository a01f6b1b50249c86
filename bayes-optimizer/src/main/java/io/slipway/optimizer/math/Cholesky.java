package io.slipway.optimizer.math;

import java.util.Arrays;

/**
 * The factorisation K = L L' of a symmetric positive definite matrix, kept as U = L' in the upper triangle of a row-major
 * n x n array, so that every inner loop runs along a row. Golub and Van Loan, Matrix Computations, 4.2.
 */
public final class Cholesky {

    private Cholesky() {}

    /**
     * Replaces the upper triangle of {@code a} (n x n, row-major) by U. What is below the diagonal is neither read nor written.
     *
     * @return false if the matrix is not positive definite to working precision; {@code a} is then spoilt
     */
    public static boolean factor(double[] a, int n) {
        for (int i = 0; i < n; i++) {
            int row = i * n;
            Rows.subtractCombination(a, row + i, n - i, a, i, n, a, i, n, i);
            double pivot = a[row + i];
            if (!(pivot > 0) || pivot == Double.POSITIVE_INFINITY) {
                return false;
            }
            double scale = 1 / Math.sqrt(pivot);
            for (int j = i; j < n; j++) {
                a[row + j] *= scale;
            }
        }
        return true;
    }

    /** The sum of the logarithms of U's diagonal: half the log-determinant of K. */
    public static double halfLogDeterminant(double[] u, int n) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += Math.log(u[i * n + i]);
        }
        return sum;
    }

    /** Replaces {@code b} (length n) by K^-1 b. */
    public static void solve(double[] u, int n, double[] b) {
        for (int i = 0; i < n; i++) {
            b[i] /= u[i * n + i];
            Rows.subtractOne(b, i + 1, n - i - 1, u, i * n + i + 1, b[i]);
        }
        for (int i = n - 1; i >= 0; i--) {
            double sum = b[i];
            for (int j = i + 1; j < n; j++) {
                sum -= u[i * n + j] * b[j];
            }
            b[i] = sum / u[i * n + i];
        }
    }

    /** Replaces the first {@code n} rows of {@code b} (rows of {@code columns} values) by L^-1 b. */
    public static void solveLower(double[] u, int n, double[] b, int columns) {
        for (int i = 0; i < n; i++) {
            int row = i * columns;
            Rows.subtractCombination(b, row, columns, u, i, n, b, 0, columns, i);
            double scale = 1 / u[i * n + i];
            for (int j = 0; j < columns; j++) {
                b[row + j] *= scale;
            }
        }
    }

    /**
     * Writes K^-1 into {@code inverse}, both triangles.
     *
     * @param u the factor, n x n
     * @param work n x n, overwritten
     * @param inverse n x n; may be {@code u} itself
     */
    public static void invert(double[] u, int n, double[] work, double[] inverse) {
        invertLower(u, n, work);
        for (int i = 0; i < n; i++) {
            int row = i * n;
            Arrays.fill(inverse, row, row + i + 1, 0);
            // K^-1 = R'R with R = L^-1, of which only the rows from i on reach column i.
            Rows.subtractCombination(inverse, row, i + 1, work, row + i, n, work, row, n, n - i);
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double value = -inverse[i * n + j];
                inverse[i * n + j] = value;
                inverse[j * n + i] = value;
            }
        }
    }

    /** Writes L^-1 into r, zeros above its diagonal. */
    private static void invertLower(double[] u, int n, double[] r) {
        for (int i = 0; i < n; i++) {
            int row = i * n;
            Arrays.fill(r, row, row + n, 0);
            int p = 0;
            for (; p + 3 < i; p += 4) {
                Rows.subtractCombination(r, row, p + 4, u, p * n + i, n, r, p * n, n, 4);
            }
            for (; p < i; p++) {
                Rows.subtractOne(r, row, p + 1, r, p * n, u[p * n + i]);
            }
            double scale = 1 / u[row + i];
            for (int j = 0; j < i; j++) {
                r[row + j] *= scale;
            }
            r[row + i] = scale;
        }
    }
}
