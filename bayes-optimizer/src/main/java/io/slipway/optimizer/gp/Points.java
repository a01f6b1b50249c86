package io.slipway.optimizer.gp;

import java.util.Arrays;
import java.util.List;

/**
 * Encoded points, a column per dimension. The squared distance along a numeric dimension is that of the coordinates, along a
 * categorical one (whose coordinates are indices) 0 where they are equal and 1 where not, reckoned as the lesser of 1 and the square of
 * the difference: without a branch, the loop is vectorised.
 */
public final class Points {

    private final int count;
    private final double[][] columns;
    private final boolean[] categorical;

    private Points(int count, double[][] columns, boolean[] categorical) {
        this.count = count;
        this.columns = columns;
        this.categorical = categorical;
    }

    /**
     * @param points d coordinates each: in [0, 1] if numeric (beyond it for results of wider spaces), an index if categorical
     * @param categorical for each of the d dimensions
     */
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

    /** The coordinates of all points along a dimension, not to be changed. */
    public double[] column(int dimension) {
        return columns[dimension];
    }

    public double[] point(int i) {
        double[] point = new double[columns.length];
        for (int k = 0; k < point.length; k++) {
            point[k] = columns[k][i];
        }
        return point;
    }

    /** Points [from, to) of these. */
    Points slice(int from, int to) {
        double[][] sliced = new double[columns.length][];
        for (int k = 0; k < sliced.length; k++) {
            sliced[k] = Arrays.copyOfRange(columns[k], from, to);
        }
        return new Points(to - from, sliced, categorical);
    }

    /** Adds to r2[j], for j in [from, count), the squared distance along dimension k of point j to {@code x}, times the weight. */
    void addSquaredDistances(int k, double x, double weight, int from, double[] r2) {
        double[] column = columns[k];
        if (categorical[k]) {
            for (int j = from; j < count; j++) {
                double difference = column[j] - x;
                r2[j] += weight * Math.min(1, difference * difference);
            }
            return;
        }
        for (int j = from; j < count; j++) {
            double difference = column[j] - x;
            r2[j] += weight * (difference * difference);
        }
    }

    /** Adds to sums[j], for j in [from, count), the squared distance along dimension k of point j to {@code x}, times factors[j]. */
    void addWeightedSquaredDistances(int k, double x, double[] factors, int from, double[] sums) {
        double[] column = columns[k];
        if (categorical[k]) {
            for (int j = from; j < count; j++) {
                double difference = column[j] - x;
                sums[j] += factors[j] * Math.min(1, difference * difference);
            }
            return;
        }
        for (int j = from; j < count; j++) {
            double difference = column[j] - x;
            sums[j] += factors[j] * (difference * difference);
        }
    }
}
