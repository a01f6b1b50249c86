package io.slipway.optimizer.gp;

import java.util.List;

/**
 * Encoded points, a column per dimension. The squared distance along a numeric dimension is that of the coordinates, along a
 * categorical one (whose coordinates are indices) 0 where they are equal and 1 where not.
 */
public final class Points {

    private final int count;
    private final double[][] columns;
    private final boolean[] categorical;

    public Points(List<double[]> points, boolean[] categorical) {
        this.count = points.size();
        this.categorical = categorical.clone();
        this.columns = new double[categorical.length][count];
        for (int i = 0; i < count; i++) {
            double[] point = points.get(i);
            for (int k = 0; k < categorical.length; k++) {
                columns[k][i] = point[k];
            }
        }
    }

    public int count() {
        return count;
    }

    public int dimensions() {
        return columns.length;
    }

    boolean[] categorical() {
        return categorical;
    }

    double coordinate(int point, int dimension) {
        return columns[dimension][point];
    }

    double[] column(int dimension) {
        return columns[dimension];
    }

    double[] point(int i) {
        double[] point = new double[columns.length];
        for (int k = 0; k < point.length; k++) {
            point[k] = columns[k][i];
        }
        return point;
    }

    /** Adds the squared distance along dimension k of the points [from, to) to {@code x}, times the weight, to r2[at...]. */
    void addSquaredDistances(int k, double x, double weight, int from, int to, double[] r2, int at) {
        double[] column = columns[k];
        int shift = at - from;
        if (categorical[k]) {
            for (int j = from; j < to; j++) {
                r2[j + shift] += column[j] == x ? 0 : weight;
            }
            return;
        }
        for (int j = from; j < to; j++) {
            double difference = column[j] - x;
            r2[j + shift] += weight * (difference * difference);
        }
    }

    /**
     * Adds to sums[j], for j in [from, count), the squared distance along dimension k of point j to {@code x}, times
     * {@code factors[row + j]}.
     */
    void addWeightedSquaredDistances(int k, double x, double[] factors, int row, int from, double[] sums) {
        double[] column = columns[k];
        if (categorical[k]) {
            for (int j = from; j < count; j++) {
                sums[j] += column[j] == x ? 0 : factors[row + j];
            }
            return;
        }
        for (int j = from; j < count; j++) {
            double difference = column[j] - x;
            sums[j] += factors[row + j] * (difference * difference);
        }
    }
}
