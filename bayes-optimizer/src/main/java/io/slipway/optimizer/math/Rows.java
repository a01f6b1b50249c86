package io.slipway.optimizer.math;

/**
 * The inner loop everything else is made of. Matrices are arrays of rows, and every array in the loop has the same index: this is the
 * form that the just-in-time compiler vectorises (it vectorises neither dot products nor rows at different offsets of one array,
 * which measured five times slower). Four rows at a time, to load and store the target less often.
 */
public final class Rows {

    private Rows() {}

    /** {@code target[j] -= sum over first <= p < last of coefficients[p] * rows[p][j]} for from <= j < to. */
    public static void subtractCombination(
            double[] target, int from, int to, double[] coefficients, double[][] rows, int first, int last) {
        int p = first;
        for (; p + 3 < last; p += 4) {
            subtractFour(
                    target,
                    from,
                    to,
                    coefficients[p],
                    rows[p],
                    coefficients[p + 1],
                    rows[p + 1],
                    coefficients[p + 2],
                    rows[p + 2],
                    coefficients[p + 3],
                    rows[p + 3]);
        }
        for (; p < last; p++) {
            subtractOne(target, from, to, coefficients[p], rows[p]);
        }
    }

    /** The same where the coefficients are a column of a matrix. */
    static void subtractCombination(
            double[] target, int from, int to, double[][] matrix, int column, double[][] rows, int first, int last) {
        int p = first;
        for (; p + 3 < last; p += 4) {
            subtractFour(
                    target,
                    from,
                    to,
                    matrix[p][column],
                    rows[p],
                    matrix[p + 1][column],
                    rows[p + 1],
                    matrix[p + 2][column],
                    rows[p + 2],
                    matrix[p + 3][column],
                    rows[p + 3]);
        }
        for (; p < last; p++) {
            subtractOne(target, from, to, matrix[p][column], rows[p]);
        }
    }

    /** {@code target[j] -= factor * row[j]} for from <= j < to. */
    static void subtractOne(double[] target, int from, int to, double factor, double[] row) {
        for (int j = from; j < to; j++) {
            target[j] -= factor * row[j];
        }
    }

    private static void subtractFour(
            double[] target,
            int from,
            int to,
            double c0,
            double[] row0,
            double c1,
            double[] row1,
            double c2,
            double[] row2,
            double c3,
            double[] row3) {
        for (int j = from; j < to; j++) {
            target[j] -= c0 * row0[j] + c1 * row1[j] + c2 * row2[j] + c3 * row3[j];
        }
    }
}
