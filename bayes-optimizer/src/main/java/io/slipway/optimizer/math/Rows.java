package io.slipway.optimizer.math;

/**
 * The inner loops everything else is made of. Four contiguous rows are combined into one at a time: this is the form that the
 * just-in-time compiler vectorises (a dot product it does not).
 */
public final class Rows {

    private Rows() {}

    /**
     * {@code target[at + j] -= sum over r < rows of coefficients[c + r * coefficientStride] * source[s + r * sourceStride + j]}
     * for 0 <= j < length.
     */
    public static void subtractCombination(
            double[] target,
            int at,
            int length,
            double[] coefficients,
            int c,
            int coefficientStride,
            double[] source,
            int s,
            int sourceStride,
            int rows) {
        int r = 0;
        for (; r + 3 < rows; r += 4) {
            int base = c + r * coefficientStride;
            double c0 = coefficients[base];
            double c1 = coefficients[base + coefficientStride];
            double c2 = coefficients[base + 2 * coefficientStride];
            double c3 = coefficients[base + 3 * coefficientStride];
            int row = s + r * sourceStride;
            subtractFour(target, at, length, source, row, sourceStride, c0, c1, c2, c3);
        }
        for (; r < rows; r++) {
            subtractOne(target, at, length, source, s + r * sourceStride, coefficients[c + r * coefficientStride]);
        }
    }

    /** {@code target[at + j] -= factor * source[from + j]} for 0 <= j < length. */
    static void subtractOne(double[] target, int at, int length, double[] source, int from, double factor) {
        for (int j = 0; j < length; j++) {
            target[at + j] -= factor * source[from + j];
        }
    }

    private static void subtractFour(
            double[] target,
            int at,
            int length,
            double[] source,
            int from,
            int stride,
            double c0,
            double c1,
            double c2,
            double c3) {
        int from1 = from + stride;
        int from2 = from1 + stride;
        int from3 = from2 + stride;
        for (int j = 0; j < length; j++) {
            target[at + j] -=
                    c0 * source[from + j] + c1 * source[from1 + j] + c2 * source[from2 + j] + c3 * source[from3 + j];
        }
    }
}
