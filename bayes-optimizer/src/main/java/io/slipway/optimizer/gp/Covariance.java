package io.slipway.optimizer.gp;

import java.util.Arrays;
import java.util.List;

/** Covariance matrices between points: {@code s2 m(r2) + C + sum_j t_j(x) t_j(x')}, t_j being the trends. */
final class Covariance {

    private Covariance() {}

    /** Of the points with each other, without the Matern part: {@code C + sum_j t_j t_j'}, n rows of n. */
    static double[][] base(Points points, List<GaussianProcess> trends) {
        int n = points.count();
        double[][] base = new double[n][n];
        for (double[] row : base) {
            Arrays.fill(row, Hyperparameters.CONSTANT);
        }
        for (GaussianProcess trend : trends) {
            double[] values = trend.means(points);
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    base[i][j] += values[i] * values[j];
                }
            }
        }
        return base;
    }

    /** Of the points with each other, without noise, n rows of n; the upper triangle only. */
    static double[][] matrix(Points points, Hyperparameters theta, List<GaussianProcess> trends) {
        int n = points.count();
        double[][] matrix = base(points, trends);
        double[] weights = theta.weights();
        double[] row = new double[n];
        double[] decays = new double[n];
        for (int i = 0; i < n; i++) {
            Arrays.fill(row, i, n, 0);
            points.addSquaredDistances(points.point(i), weights, i, row);
            Matern.toRoots(row, i, n);
            Matern.decays(row, i, n, theta.variance(), decays);
            Matern.values(row, decays, i, n, 0, decays);
            for (int j = i; j < n; j++) {
                matrix[i][j] += decays[j];
            }
        }
        return matrix;
    }

    /** Of n points (rows) with others (columns), without trends. */
    static void cross(Points points, Points others, Hyperparameters theta, double[][] out) {
        int columns = others.count();
        double[] weights = theta.weights();
        double[] row = new double[columns];
        for (int i = 0; i < points.count(); i++) {
            Arrays.fill(row, 0);
            others.addSquaredDistances(points.point(i), weights, 0, row);
            Matern.toRoots(row, 0, columns);
            Matern.decays(row, 0, columns, theta.variance(), out[i]);
            Matern.values(row, out[i], 0, columns, Hyperparameters.CONSTANT, out[i]);
        }
    }
}
