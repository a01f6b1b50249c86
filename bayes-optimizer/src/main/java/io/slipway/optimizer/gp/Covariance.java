package io.slipway.optimizer.gp;

import java.util.Arrays;
import java.util.List;

/** Covariance matrices between points: {@code s2 m(r2) + C + sum_j t_j(x) t_j(x')}, t_j being the trends. */
final class Covariance {

    private Covariance() {}

    /** Of the points with each other, without the Matern part: {@code C + sum_j t_j t_j'}, n x n. */
    static double[] base(Points points, List<GaussianProcess> trends) {
        int n = points.count();
        double[] base = new double[n * n];
        Arrays.fill(base, Hyperparameters.CONSTANT);
        for (GaussianProcess trend : trends) {
            addOuterProduct(base, trend.means(points));
        }
        return base;
    }

    private static void addOuterProduct(double[] matrix, double[] values) {
        int n = values.length;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                matrix[i * n + j] += values[i] * values[j];
            }
        }
    }

    /** Of the points with each other, without noise, n x n; the upper triangle only. */
    static double[] matrix(Points points, Hyperparameters theta, List<GaussianProcess> trends) {
        int n = points.count();
        double[] matrix = base(points, trends);
        double[] row = new double[n];
        for (int i = 0; i < n; i++) {
            Arrays.fill(row, i, n, 0);
            for (int k = 0; k < points.dimensions(); k++) {
                double weight = 1 / (theta.lengthscales()[k] * theta.lengthscales()[k]);
                points.addSquaredDistances(k, points.coordinate(i, k), weight, i, n, row, i);
            }
            for (int j = i; j < n; j++) {
                matrix[i * n + j] += theta.variance() * Matern.value(row[j]);
            }
        }
        return matrix;
    }

    /** Of n points (rows) with the points [from, to) of others (columns), without trends. */
    static void cross(Points points, Points others, int from, int to, Hyperparameters theta, double[] out) {
        int columns = to - from;
        Arrays.fill(out, 0, points.count() * columns, 0);
        for (int i = 0; i < points.count(); i++) {
            int at = i * columns;
            for (int k = 0; k < points.dimensions(); k++) {
                double weight = 1 / (theta.lengthscales()[k] * theta.lengthscales()[k]);
                others.addSquaredDistances(k, points.coordinate(i, k), weight, from, to, out, at);
            }
            for (int j = at; j < at + columns; j++) {
                out[j] = theta.variance() * Matern.value(out[j]) + Hyperparameters.CONSTANT;
            }
        }
    }
}
