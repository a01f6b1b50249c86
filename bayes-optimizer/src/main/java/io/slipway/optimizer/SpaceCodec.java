package io.slipway.optimizer;

import io.slipway.optimizer.encoding.Axis;
import io.slipway.optimizer.encoding.Cube;
import io.slipway.optimizer.encoding.Scale;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Configurations of a space to points of a cube and back. Parameters of one value only have no axis there. */
final class SpaceCodec {

    private static final double REAL_SPAN_OF_LOGARITHM = 1000;
    private static final double WHOLE_SPAN_OF_LOGARITHM = 100;

    private final SearchSpace space;
    private final List<Parameter> free = new ArrayList<>();
    private final Map<String, Object> fixed = new LinkedHashMap<>();
    private final Cube cube;

    SpaceCodec(SearchSpace space) {
        this.space = space;
        List<Axis> axes = new ArrayList<>();
        for (Parameter parameter : space.parameters()) {
            Axis axis = axis(parameter);
            if (axis.cardinality() > 1) {
                free.add(parameter);
                axes.add(axis);
            } else {
                fixed.put(parameter.name(), onlyValue(parameter));
            }
        }
        this.cube = new Cube(axes);
    }

    Cube cube() {
        return cube;
    }

    /** @throws IllegalArgumentException if the configuration does not fit the space */
    double[] encode(Configuration configuration) {
        configuration.requireFits(space);
        return encodeForeign(configuration).orElseThrow();
    }

    /** The point of another space's configuration, perhaps outside the cube; empty if it lacks a value that we can place. */
    Optional<double[]> encodeForeign(Configuration configuration) {
        double[] point = new double[free.size()];
        for (int k = 0; k < point.length; k++) {
            point[k] = cube.axis(k).encode(number(free.get(k), configuration));
            if (!Double.isFinite(point[k])) {
                return Optional.empty();
            }
        }
        return Optional.of(point);
    }

    Configuration decode(double[] point) {
        Map<String, Object> values = new LinkedHashMap<>(fixed);
        for (int k = 0; k < point.length; k++) {
            double value = cube.axis(k).decode(point[k]);
            Parameter parameter = free.get(k);
            values.put(
                    parameter.name(),
                    switch (parameter) {
                        case Parameter.Continuous real -> value;
                        case Parameter.Discrete whole -> (long) value;
                        case Parameter.Categorical category -> category.values().get((int) value);
                    });
        }
        return new Configuration(values);
    }

    /** The value as its axis takes it; NaN if there is none of this kind. */
    private static double number(Parameter parameter, Configuration configuration) {
        Object value = configuration.values().get(parameter.name());
        return switch (parameter) {
            case Parameter.Categorical category -> {
                int index = value instanceof String text ? category.values().indexOf(text) : -1;
                yield index < 0 ? Double.NaN : index;
            }
            case Parameter.Continuous real -> value instanceof Number number ? number.doubleValue() : Double.NaN;
            case Parameter.Discrete whole -> value instanceof Number number ? number.doubleValue() : Double.NaN;
        };
    }

    private static Axis axis(Parameter parameter) {
        return switch (parameter) {
            case Parameter.Continuous real ->
                new Axis.Real(
                        real.low(),
                        real.high(),
                        scale(real.scaling(), real.low(), real.high(), REAL_SPAN_OF_LOGARITHM));
            case Parameter.Discrete whole ->
                new Axis.Whole(
                        whole.low(),
                        whole.high(),
                        scale(whole.scaling(), (double) whole.low(), (double) whole.high(), WHOLE_SPAN_OF_LOGARITHM));
            case Parameter.Categorical category ->
                new Axis.Category(category.values().size());
        };
    }

    private static Scale scale(Scaling scaling, double low, double high, double spanOfLogarithm) {
        return switch (scaling) {
            case LINEAR -> Scale.LINEAR;
            case LOGARITHMIC -> Scale.LOGARITHMIC;
            case REVERSE_LOGARITHMIC -> Scale.REVERSE_LOGARITHMIC;
            case AUTO -> low > 0 && high / low >= spanOfLogarithm ? Scale.LOGARITHMIC : Scale.LINEAR;
        };
    }

    private static Object onlyValue(Parameter parameter) {
        return switch (parameter) {
            case Parameter.Continuous real -> real.low();
            case Parameter.Discrete whole -> whole.low();
            case Parameter.Categorical category -> category.values().getFirst();
        };
    }
}
