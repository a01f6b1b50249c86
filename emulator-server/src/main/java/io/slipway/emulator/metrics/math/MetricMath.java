package io.slipway.emulator.metrics.math;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The expressions of one request. What several of them refer to is read, and computed, once.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html">Using math
 *     expressions with CloudWatch metrics</a>
 */
public final class MetricMath {

    private final TimeGrid grid;
    private final List<String> metrics;
    private final Function<String, Series> read;
    private final Map<String, String> expressions;
    private final Map<String, Value> known = new HashMap<>();
    private final Set<String> begun = new HashSet<>();

    /**
     * @param metrics the identifiers of the request's metrics, in its order
     * @param read the series of one of them
     * @param expressions by identifier
     */
    public MetricMath(
            TimeGrid grid, List<String> metrics, Function<String, Series> read, Map<String, String> expressions) {
        this.grid = grid;
        this.metrics = List.copyOf(metrics);
        this.read = read;
        this.expressions = Map.copyOf(expressions);
    }

    /**
     * What an expression results in.
     *
     * @return empty for a scalar, which is no result but may be a part of other expressions
     * @throws MathException if it means nothing
     */
    public Optional<List<Series>> result(String expression) {
        return switch (named(expression)) {
            case Value.Scalar scalar -> Optional.empty();
            case Series series -> Optional.of(List.of(series));
            case Value.Several several -> Optional.of(several.members());
        };
    }

    /** Refuses the scalar that an expression comes to. */
    public static MathException scalarResult(String expression) {
        return new MathException(
                        "The expression must result in a time series or an array of time series, not in a scalar.")
                .in(expression);
    }

    private Value named(String id) {
        Value found = known.get(id);
        if (found != null) {
            return found;
        }
        if (metrics.contains(id)) {
            Series series = read.apply(id);
            known.put(id, series);
            return series;
        }
        String text = expressions.get(id);
        if (text == null) {
            throw new MathException("Undefined variable: " + id);
        }
        if (!begun.add(id)) {
            throw new MathException("The expression refers to itself.").in(id);
        }
        try {
            Value value = value(Parser.parse(text));
            known.put(id, value);
            return value;
        } catch (MathException e) {
            throw e.in(id);
        }
    }

    Value value(Expression expression) {
        return switch (expression) {
            case Expression.Constant constant -> new Value.Scalar(constant.value());
            case Expression.Text text -> throw new MathException("A text is no value: \"" + text.value() + "\"");
            case Expression.Name name -> named(name.value());
            case Expression.Listed listed -> flat(listed);
            case Expression.Call call -> new Functions(this).call(call.function(), call.arguments());
            case Expression.Negation negation -> negated(value(negation.of()));
            case Expression.Binary binary -> binary.operator().apply(value(binary.left()), value(binary.right()));
        };
    }

    private Value flat(Expression.Listed listed) {
        List<Series> members = new ArrayList<>();
        for (Expression member : listed.members()) {
            switch (value(member)) {
                case Series series -> members.add(series);
                case Value.Several several -> members.addAll(several.members());
                case Value.Scalar scalar -> throw new MathException("A scalar cannot be a member of an array.");
            }
        }
        return new Value.Several(members);
    }

    private static Value negated(Value value) {
        return switch (value) {
            case Value.Scalar scalar -> new Value.Scalar(-scalar.number());
            case Series series -> series.map(each -> -each);
            case Value.Several several -> several.map(series -> series.map(each -> -each));
        };
    }

    /** The metrics whose identifiers contain a text. */
    Value.Several metrics(String part) {
        return new Value.Several(metrics.stream()
                .filter(id -> id.contains(part))
                .map(id -> (Series) named(id))
                .toList());
    }

    boolean isMetric(String id) {
        return metrics.contains(id);
    }

    /** All the times that a series could have a value at. */
    List<Long> times(Series series) {
        return grid.times(series.period());
    }

    /** A series that has no value yet. */
    Series empty() {
        return new Series("", grid.defaultPeriod(), Collections.unmodifiableNavigableMap(new TreeMap<>()));
    }
}
