package io.slipway.optimizer.math;

import java.util.Arrays;

/**
 * The factorisation K = L L' of a symmetric positive definite matrix, kept as U = L' in the upper triangle of an array of rows, so that
 * every inner loop runs along a row. Golub and Van Loan, Matrix Computations, 4.2.
 */
public final class Cholesky {

    private static final int BLOCK = 16;

    private Cholesky() {}

    /**
     * Replaces the upper triangle of {@code a} (n rows of n) by U. What is below the diagonal is neither read nor written.
     *
     * @return false if the matrix is not positive definite to working precision; {@code a} is then spoilt
     */
    public static boolean factor(double[][] a) {
        int n = a.length;
        double[] column = new double[n];
        for (int i = 0; i < n; i++) {
            double[] row = a[i];
            copyColumn(a, i, 0, i, column);
            Rows.subtractCombination(row, i, n, column, a, 0, i);
            double pivot = row[i];
            if (!(pivot > 0) || pivot == Double.POSITIVE_INFINITY) {
                return false;
            }
            scale(row, i, n, 1 / Math.sqrt(pivot));
        }
        return true;
    }

    /** The sum of the logarithms of U's diagonal: half the log-determinant of K. */
    public static double halfLogDeterminant(double[][] u) {
        double sum = 0;
        for (int i = 0; i < u.length; i++) {
            sum += Math.log(u[i][i]);
        }
        return sum;
    }

    /** Replaces {@code b} by K^-1 b. */
    public static void solve(double[][] u, double[] b) {
        int n = u.length;
        for (int i = 0; i < n; i++) {
            b[i] /= u[i][i];
            Rows.subtractOne(b, i + 1, n, b[i], u[i]);
        }
        for (int i = n - 1; i >= 0; i--) {
            double sum = b[i];
            for (int j = i + 1; j < n; j++) {
                sum -= u[i][j] * b[j];
            }
            b[i] = sum / u[i][i];
        }
    }

    /** Replaces {@code b} (n rows, of which only the first {@code columns} values count) by L^-1 b. */
    public static void solveLower(double[][] u, double[][] b, int columns) {
        double[] column = new double[u.length];
        for (int i = 0; i < u.length; i++) {
            copyColumn(u, i, 0, i, column);
            Rows.subtractCombination(b[i], 0, columns, column, b, 0, i);
            scale(b[i], 0, columns, 1 / u[i][i]);
        }
    }

    /**
     * Writes K^-1 into {@code inverse}, both triangles.
     *
     * @param u the factor
     * @param work n rows of n, overwritten
     * @param inverse n rows of n; may be {@code u} itself
     */
    public static void invert(double[][] u, double[][] work, double[][] inverse) {
        int n = u.length;
        invertLower(u, work);
        double[] column = new double[n];
        for (int i = 0; i < n; i++) {
            double[] row = inverse[i];
            Arrays.fill(row, 0);
            // K^-1 = R'R with R = L^-1, of which only the rows from i on reach column i.
            copyColumn(work, i, i, n, column);
            Rows.subtractCombination(row, 0, i + 1, column, work, i, n);
            scale(row, 0, i + 1, -1);
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                inverse[j][i] = inverse[i][j];
            }
        }
    }

    /** Writes L^-1 into r, zeros above its diagonal. */
    private static void invertLower(double[][] u, double[][] r) {
        int n = u.length;
        double[] column = new double[n];
        for (int i = 0; i < n; i++) {
            Arrays.fill(r[i], 0);
            copyColumn(u, i, 0, i, column);
            // A few rows at a time, no further than their diagonals reach.
            for (int p = 0; p < i; p += BLOCK) {
                int last = Math.min(p + BLOCK, i);
                Rows.subtractCombination(r[i], 0, last, column, r, p, last);
            }
            double scale = 1 / u[i][i];
            scale(r[i], 0, i, scale);
            r[i][i] = scale;
        }
    }

    private static void copyColumn(double[][] matrix, int k, int from, int to, double[] column) {
        for (int p = from; p < to; p++) {
            column[p] = matrix[p][k];
        }
    }

    private static void scale(double[] row, int from, int to, double factor) {
        for (int j = from; j < to; j++) {
            row[j] *= factor;
        }
    }
}
