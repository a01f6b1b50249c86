package io.slipway.optimizer.encoding;

import java.util.List;

/** The axes of a space together: which points it has, and when two of them are the same. */
public final class Cube {

    private static final double SAME = 1e-9;

    private final List<Axis> axes;
    private final boolean[] categorical;

    public Cube(List<Axis> axes) {
        this.axes = List.copyOf(axes);
        this.categorical = new boolean[axes.size()];
        for (int k = 0; k < categorical.length; k++) {
            categorical[k] = axes.get(k).isCategorical();
        }
    }

    public int dimensions() {
        return categorical.length;
    }

    public Axis axis(int k) {
        return axes.get(k);
    }

    public boolean[] categorical() {
        return categorical.clone();
    }

    /** How many points there are, perhaps infinitely many. */
    public double cardinality() {
        double product = 1;
        for (Axis axis : axes) {
            product *= axis.cardinality();
        }
        return product;
    }

    /** The point at these shares in [0, 1) of each axis. */
    public double[] place(double[] shares) {
        double[] point = new double[shares.length];
        for (int k = 0; k < point.length; k++) {
            point[k] = axes.get(k).place(shares[k]);
        }
        return point;
    }

    /** The point of the space nearest to these coordinates. */
    public double[] snap(double[] coordinates) {
        double[] point = new double[coordinates.length];
        for (int k = 0; k < point.length; k++) {
            point[k] = axes.get(k).snap(coordinates[k]);
        }
        return point;
    }

    /** The point in the middle of every numeric axis, and at these shares in [0, 1) of the categorical ones. */
    public double[] centre(double[] shares) {
        double[] point = place(shares);
        for (int k = 0; k < point.length; k++) {
            point[k] = categorical[k] ? point[k] : axes.get(k).snap(.5);
        }
        return point;
    }

    /** The point at a place in lexicographic order, from 0 to the cardinality; of countable axes only. */
    public double[] pointAt(long index) {
        double[] point = new double[axes.size()];
        long rest = index;
        for (int k = point.length - 1; k >= 0; k--) {
            Axis axis = axes.get(k);
            long base = (long) axis.cardinality();
            point[k] = axis.encode(axis.valueAt(rest % base));
            rest /= base;
        }
        return point;
    }

    /** Whether every coordinate is within its axis. */
    public boolean isInside(double[] point) {
        for (int k = 0; k < point.length; k++) {
            double highest = categorical[k] ? axes.get(k).cardinality() - 1 : 1;
            if (!(point[k] >= -SAME && point[k] <= highest + SAME)) {
                return false;
            }
        }
        return true;
    }

    /** Whether two points of the space stand for the same configuration: equal values, real numbers to 1e-9 of their axis. */
    public boolean same(double[] a, double[] b) {
        for (int k = 0; k < categorical.length; k++) {
            double difference = Math.abs(a[k] - b[k]);
            if (difference > 0 && (difference >= SAME || !(axes.get(k) instanceof Axis.Real))) {
                return false;
            }
        }
        return true;
    }

    public boolean contains(List<double[]> points, double[] point) {
        for (double[] other : points) {
            if (same(other, point)) {
                return true;
            }
        }
        return false;
    }
}
