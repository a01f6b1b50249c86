package io.slipway.optimizer.encoding;

/**
 * One dimension of a space: numbers (the index of the value for a category) to coordinates and back. The coordinate of a number is
 * {@code u = (t(x) - t(a)) / (t(b) - t(a))} with the axis's scale t, that of a category its index.
 */
public sealed interface Axis {

    /** The coordinate of a value; outside [0, 1] for a number out of range, NaN or infinite where the scale has none. */
    double encode(double value);

    /** The value of a coordinate, within range. */
    double decode(double coordinate);

    /** How many values there are; infinite for real numbers. */
    double cardinality();

    /** The coordinate of a number in [0, 1): equal shares of it go to each integer's cell and to each category. */
    double place(double share);

    /** The value at a place in the order of values, from 0; not for real numbers. */
    double valueAt(long index);

    /** The coordinate of the nearest value that the axis has. */
    default double snap(double coordinate) {
        return encode(decode(coordinate));
    }

    default boolean isCategorical() {
        return this instanceof Category;
    }

    /** Real numbers from low to high. */
    record Real(double low, double high, Ruler ruler) implements Axis {

        public Real(double low, double high, Scale scale) {
            this(low, high, Ruler.between(scale, low, high));
        }

        @Override
        public double encode(double value) {
            return ruler.coordinate(value);
        }

        @Override
        public double decode(double coordinate) {
            return Math.clamp(ruler.value(coordinate), low, high);
        }

        @Override
        public double cardinality() {
            return ruler.length() > 0 ? Double.POSITIVE_INFINITY : 1;
        }

        @Override
        public double place(double share) {
            return snap(share);
        }

        @Override
        public double valueAt(long index) {
            throw new UnsupportedOperationException("real numbers are not counted");
        }
    }

    /** Integers from low to high, each at the centre of a cell: {@code a = low - 1/2, b = high + 1/2}. */
    record Whole(long low, long high, Ruler ruler) implements Axis {

        public Whole(long low, long high, Scale scale) {
            this(low, high, Ruler.between(scale, low - .5, high + .5));
        }

        @Override
        public double encode(double value) {
            return ruler.coordinate(value);
        }

        @Override
        public double decode(double coordinate) {
            return Math.clamp(Math.rint(ruler.value(coordinate)), (double) low, (double) high);
        }

        @Override
        public double cardinality() {
            return (double) high - low + 1;
        }

        @Override
        public double place(double share) {
            return snap(share);
        }

        @Override
        public double valueAt(long index) {
            return (double) low + index;
        }
    }

    /** Where t(x) lies between t(a) and t(b), from 0 to 1. */
    record Ruler(Scale scale, double start, double length) {

        static Ruler between(Scale scale, double a, double b) {
            return new Ruler(scale, scale.apply(a), scale.apply(b) - scale.apply(a));
        }

        double coordinate(double x) {
            return (scale.apply(x) - start) / length;
        }

        double value(double coordinate) {
            return scale.invert(start + coordinate * length);
        }
    }

    /** One of {@code count} values without order. */
    record Category(int count) implements Axis {

        @Override
        public double encode(double value) {
            return value;
        }

        @Override
        public double decode(double coordinate) {
            return Math.clamp(Math.rint(coordinate), 0.0, count - 1.0);
        }

        @Override
        public double cardinality() {
            return count;
        }

        @Override
        public double place(double share) {
            return Math.min(Math.floor(share * count), count - 1);
        }

        @Override
        public double valueAt(long index) {
            return index;
        }
    }
}
