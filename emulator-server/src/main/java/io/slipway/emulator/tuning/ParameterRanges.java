package io.slipway.emulator.tuning;

import io.slipway.emulator.wire.ApiException;
import io.slipway.emulator.wire.Document;
import io.slipway.optimizer.Configuration;
import io.slipway.optimizer.Parameter;
import io.slipway.optimizer.Scaling;
import io.slipway.optimizer.SearchSpace;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code ParameterRanges} of a request as a space to search, and values of that space as hyperparameters. */
final class ParameterRanges {
    private static final int MOST_PARAMETERS = 30;

    private ParameterRanges() {}

    /** @throws ApiException if the ranges are not what the service accepts */
    static SearchSpace space(Document ranges) {
        List<Parameter> parameters = new ArrayList<>();
        ranges.documents("IntegerParameterRanges").forEach(range -> parameters.add(integer(range)));
        ranges.documents("ContinuousParameterRanges").forEach(range -> parameters.add(continuous(range)));
        ranges.documents("CategoricalParameterRanges").forEach(range -> parameters.add(categorical(range)));
        Set<String> names = new HashSet<>();
        for (Parameter parameter : parameters) {
            if (!names.add(parameter.name())) {
                throw ApiException.validation("The hyperparameter [" + parameter.name()
                        + "] is in more than one parameter range. Specify each hyperparameter only once.");
            }
        }
        if (parameters.isEmpty()) {
            throw ApiException.validation(
                    "No hyperparameter ranges are provided. Provide at least one parameter range.");
        }
        if (parameters.size() > MOST_PARAMETERS) {
            throw ApiException.validation("The total number of hyperparameter ranges, [" + parameters.size()
                    + "], must not be greater than " + MOST_PARAMETERS + ".");
        }
        return new SearchSpace(parameters);
    }

    /** How many configurations there are; infinite with a continuous parameter. */
    static double combinations(SearchSpace space) {
        double product = 1;
        for (Parameter parameter : space.parameters()) {
            product *= switch (parameter) {
                case Parameter.Continuous continuous -> Double.POSITIVE_INFINITY;
                case Parameter.Discrete discrete -> (double) discrete.high() - discrete.low() + 1;
                case Parameter.Categorical categorical -> categorical.values().size();
            };
        }
        return product;
    }

    /** The values as hyperparameters are written, in the order of the space. */
    static Map<String, String> render(SearchSpace space, Configuration configuration) {
        Map<String, String> rendered = new LinkedHashMap<>();
        for (Parameter parameter : space.parameters()) {
            Object value = configuration.values().get(parameter.name());
            rendered.put(
                    parameter.name(), value instanceof Double real ? PythonFloat.repr(real) : String.valueOf(value));
        }
        return rendered;
    }

    /** The other way round: what was rendered reads back as the same value. */
    static Configuration parse(SearchSpace space, Map<String, String> rendered) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Parameter parameter : space.parameters()) {
            String text = rendered.getOrDefault(parameter.name(), "");
            values.put(
                    parameter.name(),
                    switch (parameter) {
                        case Parameter.Continuous continuous -> Double.parseDouble(text);
                        case Parameter.Discrete discrete -> Long.parseLong(text);
                        case Parameter.Categorical categorical -> text;
                    });
        }
        return new Configuration(values);
    }

    private static Parameter integer(Document range) {
        String name = range.getString("Name");
        BigDecimal low = number(range, "MinValue");
        BigDecimal high = number(range, "MaxValue");
        checkOrder(name, low, high);
        if (range.findString("ScalingType").filter("ReverseLogarithmic"::equals).isPresent()) {
            throw ApiException.validation("ReverseLogarithmic scaling is not supported for the integer hyperparameter ["
                    + name + "]. Choose a different scaling type.");
        }
        Scaling scaling = scaling(range, low.doubleValue(), high.doubleValue());
        try {
            return new Parameter.Discrete(name, low.longValueExact(), high.longValueExact(), scaling);
        } catch (ArithmeticException e) {
            throw ApiException.validation("The MinValue, [" + range.getString("MinValue") + "], and the MaxValue, ["
                    + range.getString("MaxValue") + "], of the integer hyperparameter [" + name
                    + "] must be integers.");
        }
    }

    private static Parameter continuous(Document range) {
        String name = range.getString("Name");
        BigDecimal low = number(range, "MinValue");
        BigDecimal high = number(range, "MaxValue");
        checkOrder(name, low, high);
        double from = low.doubleValue();
        double to = high.doubleValue();
        if (Double.isInfinite(from) || Double.isInfinite(to) || from >= to) {
            throw outOfOrder(name, low, high);
        }
        return new Parameter.Continuous(name, from, to, scaling(range, from, to));
    }

    private static Parameter categorical(Document range) {
        String name = range.getString("Name");
        List<String> values = range.strings("Values");
        Set<String> seen = new HashSet<>();
        for (String value : values) {
            if (!seen.add(value)) {
                throw ApiException.validation("The categorical hyperparameter [" + name + "] has the value [" + value
                        + "] more than once. Specify each value only once.");
            }
        }
        return new Parameter.Categorical(name, values);
    }

    private static Scaling scaling(Document range, double low, double high) {
        String name = range.getString("Name");
        return switch (range.findString("ScalingType").orElse("Auto")) {
            case "Linear" -> Scaling.LINEAR;
            case "Logarithmic" -> {
                if (low <= 0) {
                    throw ApiException.validation("The MinValue, [" + range.getString("MinValue")
                            + "], of the hyperparameter [" + name
                            + "] must be greater than 0 for Logarithmic scaling.");
                }
                yield Scaling.LOGARITHMIC;
            }
            case "ReverseLogarithmic" -> {
                if (low < 0 || high >= 1) {
                    throw ApiException.validation("The range of the hyperparameter [" + name
                            + "] must be within 0 <= x < 1 for ReverseLogarithmic scaling.");
                }
                yield Scaling.REVERSE_LOGARITHMIC;
            }
            default -> Scaling.AUTO;
        };
    }

    private static BigDecimal number(Document range, String member) {
        String text = range.getString(member);
        try {
            return new BigDecimal(text.strip());
        } catch (NumberFormatException e) {
            throw ApiException.validation("The " + member + ", [" + text + "], of the hyperparameter ["
                    + range.getString("Name") + "] is not a number.");
        }
    }

    private static void checkOrder(String name, BigDecimal low, BigDecimal high) {
        if (low.compareTo(high) >= 0) {
            throw outOfOrder(name, low, high);
        }
    }

    private static ApiException outOfOrder(String name, BigDecimal low, BigDecimal high) {
        return ApiException.validation("The MinValue, [" + low + "], of the hyperparameter [" + name
                + "] must be less than its MaxValue, [" + high + "].");
    }
}
