package io.slipway.optimizer.math;

import java.util.Arrays;

/**
 * The factorisation K = L L' of a symmetric positive definite matrix, kept as U = L' in the upper triangle of an array of rows, so that
 * every inner loop runs along a row. Golub and Van Loan, Matrix Computations, 4.2.
 */
public final class Cholesky {

    /**
     * So many finished rows are subtracted from all others before the next ones are touched: they stay in the fastest cache. A multiple of
     * the four that {@link Rows} takes at a time.
     */
    private static final int PANEL = 16;

    private Cholesky() {}

    /**
     * Replaces the upper triangle of {@code a} (n rows of n) by U. What is below the diagonal is neither read nor written.
     *
     * @return false if the matrix is not positive definite to working precision; {@code a} is then spoilt
     */
    public static boolean factor(double[][] a) {
        int n = a.length;
        for (int first = 0; first < n; first += PANEL) {
            int last = Math.min(first + PANEL, n);
            for (int i = first; i < n; i++) {
                int end = Math.min(i, last);
                Rows.subtractCombination(a[i], i, n, a, i, a, first, end);
                if (i < last) {
                    double pivot = a[i][i];
                    if (!(pivot > 0) || pivot == Double.POSITIVE_INFINITY) {
                        return false;
                    }
                    scale(a[i], i, n, 1 / Math.sqrt(pivot));
                }
            }
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
        int n = u.length;
        for (int first = 0; first < n; first += PANEL) {
            int last = Math.min(first + PANEL, n);
            for (int i = first; i < n; i++) {
                int end = Math.min(i, last);
                Rows.subtractCombination(b[i], 0, columns, u, i, b, first, end);
                if (i < last) {
                    scale(b[i], 0, columns, 1 / u[i][i]);
                }
            }
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
        for (int i = 0; i < n; i++) {
            Arrays.fill(inverse[i], 0);
        }
        // K^-1 = R'R with R = L^-1, of which only the rows from i on reach column i.
        for (int first = 0; first < n; first += PANEL) {
            int last = Math.min(first + PANEL, n);
            for (int i = 0; i < last; i++) {
                // In fours from row i on, whatever the panel, as the last digits depend on it.
                int begin = Math.max(i, first - Math.floorMod(first - i, 4));
                int end = last == n ? n : last - Math.floorMod(last - i, 4);
                Rows.subtractCombination(inverse[i], 0, i + 1, work, i, work, begin, end);
            }
        }
        for (int i = 0; i < n; i++) {
            scale(inverse[i], 0, i + 1, -1);
        }
        mirror(inverse);
    }

    /** Copies the lower triangle to the upper one, a few rows at a time, which then stay in the cache. */
    private static void mirror(double[][] a) {
        for (int first = 0; first < a.length; first += PANEL) {
            int last = Math.min(first + PANEL, a.length);
            for (int j = 0; j < last; j++) {
                double[] row = a[j];
                for (int i = Math.max(first, j + 1); i < last; i++) {
                    row[i] = a[i][j];
                }
            }
        }
    }

    /** Writes L^-1 into r, zeros above its diagonal. */
    private static void invertLower(double[][] u, double[][] r) {
        int n = u.length;
        for (int i = 0; i < n; i++) {
            Arrays.fill(r[i], 0);
        }
        for (int first = 0; first < n; first += PANEL) {
            int last = Math.min(first + PANEL, n);
            for (int i = first; i < n; i++) {
                int end = Math.min(i, last);
                Rows.subtractCombination(r[i], 0, end, u, i, r, first, end);
                if (i < last) {
                    double scale = 1 / u[i][i];
                    scale(r[i], 0, i, scale);
                    r[i][i] = scale;
                }
            }
        }
    }

    private static void scale(double[] row, int from, int to, double factor) {
        for (int j = from; j < to; j++) {
            row[j] *= factor;
        }
    }
}
