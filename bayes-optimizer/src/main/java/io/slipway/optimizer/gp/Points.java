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

    /**
     * Adds to r2[j], for j in [from, count), the squared distances of point j to {@code x} along all dimensions, each times its weight.
     */
    void addSquaredDistances(double[] x, double[] weights, int from, double[] r2) {
        int k = 0;
        while (k < columns.length) {
            if (categorical[k]) {
                addCategorical(columns[k], x[k], weights[k], from, r2);
                k++;
            } else if (k + 1 < columns.length && !categorical[k + 1]) {
                addTwoNumeric(columns[k], x[k], weights[k], columns[k + 1], x[k + 1], weights[k + 1], from, r2);
                k += 2;
            } else {
                addNumeric(columns[k], x[k], weights[k], from, r2);
                k++;
            }
        }
    }

    private void addCategorical(double[] column, double x, double weight, int from, double[] r2) {
        for (int j = from; j < count; j++) {
            double difference = column[j] - x;
            r2[j] += weight * Math.min(1, difference * difference);
        }
    }

    private void addNumeric(double[] column, double x, double weight, int from, double[] r2) {
        for (int j = from; j < count; j++) {
            double difference = column[j] - x;
            r2[j] += weight * (difference * difference);
        }
    }

    private void addTwoNumeric(
            double[] column0,
            double x0,
            double weight0,
            double[] column1,
            double x1,
            double weight1,
            int from,
            double[] r2) {
        for (int j = from; j < count; j++) {
            double difference0 = column0[j] - x0;
            double difference1 = column1[j] - x1;
            r2[j] = r2[j] + weight0 * (difference0 * difference0) + weight1 * (difference1 * difference1);
        }
    }

    /** Adds to sums[j], for each pair i < j of these points, their squared distance along dimension k times factors[i][j]. */
    void addWeightedSquaredDistances(int k, double[][] factors, double[] sums) {
        double[] column = columns[k];
        if (categorical[k]) {
            for (int i = 0; i < count; i++) {
                addWeightedCategorical(column, column[i], factors[i], i + 1, sums);
            }
            return;
        }
        // Two at a time: the second point's distance to itself is 0.
        for (int i = 0; i + 1 < count; i += 2) {
            addTwoWeightedNumeric(column, column[i], factors[i], column[i + 1], factors[i + 1], i + 1, sums);
        }
    }

    private void addWeightedCategorical(double[] column, double x, double[] factors, int from, double[] sums) {
        for (int j = from; j < count; j++) {
            double difference = column[j] - x;
            sums[j] += factors[j] * Math.min(1, difference * difference);
        }
    }

    private void addTwoWeightedNumeric(
            double[] column, double x0, double[] factors0, double x1, double[] factors1, int from, double[] sums) {
        for (int j = from; j < count; j++) {
            double difference0 = column[j] - x0;
            double difference1 = column[j] - x1;
            sums[j] = sums[j] + factors0[j] * (difference0 * difference0) + factors1[j] * (difference1 * difference1);
        }
    }
}
