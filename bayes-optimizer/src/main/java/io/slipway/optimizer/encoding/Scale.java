package io.slipway.optimizer.encoding;

/** The monotone functions along which a numeric axis is even. */
public enum Scale {
    LINEAR {
        @Override
        public double apply(double x) {
            return x;
        }

        @Override
        public double invert(double t) {
            return t;
        }
    },
    /** {@code ln x}, x > 0. */
    LOGARITHMIC {
        @Override
        public double apply(double x) {
            return Math.log(x);
        }

        @Override
        public double invert(double t) {
            return Math.exp(t);
        }
    },
    /** {@code -ln(1 - x)}, x < 1. */
    REVERSE_LOGARITHMIC {
        @Override
        public double apply(double x) {
            return -Math.log1p(-x);
        }

        @Override
        public double invert(double t) {
            return -Math.expm1(-t);
        }
    };

    /** NaN or infinite where x is outside the function's domain. */
    public abstract double apply(double x);

    public abstract double invert(double t);
}
