package io.slipway.emulator.metrics.math;

import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** The functions by name. */
record Functions(MetricMath math) {

    Value call(String function, List<Expression> arguments) {
        Optional<Aggregate> aggregate = Aggregate.find(function);
        if (aggregate.isPresent()) {
            return aggregate(aggregate.get(), only(function, arguments));
        }
        Optional<CalendarField> field = CalendarField.find(function);
        if (field.isPresent()) {
            return each(function, arguments, series -> series.at(math.times(series), field.get()::of));
        }
        return switch (function) {
            case "ABS" -> each(function, arguments, series -> series.map(Math::abs));
            case "CEIL" -> each(function, arguments, series -> series.map(Math::ceil));
            case "FLOOR" -> each(function, arguments, series -> series.map(Math::floor));
            case "LOG" -> each(function, arguments, series -> series.map(Math::log));
            case "LOG10" -> each(function, arguments, series -> series.map(Math::log10));
            case "DIFF" -> each(function, arguments, series -> series.steps((difference, seconds) -> difference));
            case "DIFF_TIME" -> each(function, arguments, series -> series.steps((difference, seconds) -> seconds));
            case "RATE" ->
                each(function, arguments, series -> series.steps((difference, seconds) -> difference / seconds));
            case "RUNNING_SUM" -> each(function, arguments, Functions::runningSum);
            case "REMOVE_EMPTY" ->
                new Value.Several(array(function, arguments, 1, 1).members().stream()
                        .filter(series -> !series.points().isEmpty())
                        .toList());
            case "FIRST" -> slice(array(function, arguments, 1, 1), 0, 1);
            case "LAST" -> last(array(function, arguments, 1, 1));
            case "METRIC_COUNT" ->
                new Value.Scalar(array(function, arguments, 1, 1).members().size());
            case "SLICE" -> slice(function, arguments);
            case "SORT" -> sort(function, arguments);
            case "METRICS" -> metrics(function, arguments);
            case "PERIOD" -> period(function, arguments);
            case "TIME_SERIES" -> timeSeries(function, arguments);
            case "FILL" -> fill(function, arguments);
            case "IF" -> choice(function, arguments);
            default -> throw new MathException("Unsupported function: " + function);
        };
    }

    private Value aggregate(Aggregate aggregate, Value of) {
        return switch (of) {
            case Value.Scalar scalar -> throw unfit(aggregate.name(), scalar);
            case Series series -> new Value.Scalar(aggregate.of(series));
            case Value.Several several -> aggregate.of(several, math.empty());
        };
    }

    private Value each(String function, List<Expression> arguments, UnaryOperator<Series> change) {
        return each(function, only(function, arguments), change);
    }

    private static Value each(String function, Value of, UnaryOperator<Series> change) {
        return switch (of) {
            case Value.Scalar scalar -> throw unfit(function, scalar);
            case Series series -> change.apply(series);
            case Value.Several several -> several.map(change);
        };
    }

    private static Series runningSum(Series series) {
        NavigableMap<Long, Double> sums = new TreeMap<>();
        double sum = 0;
        for (var point : series.points().entrySet()) {
            sum += point.getValue();
            sums.put(point.getKey(), sum);
        }
        return series.with(sums);
    }

    private Series last(Value.Several several) {
        int count = several.members().size();
        return slice(several, Math.max(0, count - 1), count);
    }

    /** The first of a part of an array; a series without points if there is none. */
    private Series slice(Value.Several several, int from, int to) {
        List<Series> part =
                several.members().subList(from, Math.min(to, several.members().size()));
        return part.isEmpty() ? math.empty() : part.getFirst();
    }

    private Value slice(String function, List<Expression> arguments) {
        List<Series> members = array(function, arguments, 2, 3).members();
        int from = Math.clamp((long) number(function, arguments.get(1)), 0, members.size());
        int to = arguments.size() == 2
                ? members.size()
                : Math.clamp((long) number(function, arguments.get(2)), from, members.size());
        return new Value.Several(members.subList(from, to));
    }

    private Value sort(String function, List<Expression> arguments) {
        Value.Several several = array(function, arguments, 3, 4);
        Aggregate by = Aggregate.find(word(arguments.get(1)))
                .filter(each -> each != Aggregate.STDDEV && each != Aggregate.DATAPOINT_COUNT)
                .orElseThrow(() -> new MathException("The function SORT sorts by AVG, MIN, MAX or SUM."));
        Comparator<Series> ascending = Comparator.comparingDouble(by::of);
        Comparator<Series> order = switch (word(arguments.get(2))) {
            case "ASC" -> ascending;
            case "DESC" -> ascending.reversed();
            default -> throw new MathException("The function SORT sorts in the order ASC or DESC.");
        };
        long most = arguments.size() == 3 ? Long.MAX_VALUE : (long) Math.max(0, number(function, arguments.get(3)));
        return new Value.Several(
                several.members().stream().sorted(order).limit(most).toList());
    }

    private Value metrics(String function, List<Expression> arguments) {
        checkCount(function, arguments, 0, 1);
        if (arguments.isEmpty()) {
            return math.metrics("");
        }
        if (arguments.getFirst() instanceof Expression.Text part) {
            return math.metrics(part.value());
        }
        throw new MathException("The function METRICS takes a string.");
    }

    private Value period(String function, List<Expression> arguments) {
        checkCount(function, arguments, 1, 1);
        if (math.isMetric(word(arguments.getFirst())) && math.value(arguments.getFirst()) instanceof Series series) {
            return new Value.Scalar(series.period() / 1000.0);
        }
        throw new MathException("The function PERIOD takes a metric.");
    }

    private Value timeSeries(String function, List<Expression> arguments) {
        checkCount(function, arguments, 1, 1);
        double value = number(function, arguments.getFirst());
        Series empty = math.empty();
        return empty.at(math.times(empty), time -> value);
    }

    private Value fill(String function, List<Expression> arguments) {
        checkCount(function, arguments, 2, 2);
        Value of = math.value(arguments.getFirst());
        return switch (word(arguments.get(1))) {
            case "REPEAT" -> each(function, of, series -> Filling.repeating(series, math.times(series)));
            case "LINEAR" -> each(function, of, series -> Filling.linear(series, math.times(series)));
            default ->
                switch (math.value(arguments.get(1))) {
                    case Value.Scalar scalar ->
                        each(function, of, series -> Filling.with(series, scalar.number(), math.times(series)));
                    case Series other -> each(function, of, series -> Filling.with(series, other, math.times(series)));
                    case Value.Several several -> throw unfit(function, several);
                };
        };
    }

    private Value choice(String function, List<Expression> arguments) {
        checkCount(function, arguments, 2, 3);
        return Choice.of(
                math.value(arguments.get(0)),
                math.value(arguments.get(1)),
                arguments.size() == 2 ? Optional.empty() : Optional.of(math.value(arguments.get(2))));
    }

    private Value only(String function, List<Expression> arguments) {
        checkCount(function, arguments, 1, 1);
        return math.value(arguments.getFirst());
    }

    /** The first of so many arguments. */
    private Value.Several array(String function, List<Expression> arguments, int least, int most) {
        checkCount(function, arguments, least, most);
        return switch (math.value(arguments.getFirst())) {
            case Value.Several several -> several;
            case Series series -> throw unfit(function, series);
            case Value.Scalar scalar -> throw unfit(function, scalar);
        };
    }

    private double number(String function, Expression argument) {
        return switch (math.value(argument)) {
            case Value.Scalar scalar -> scalar.number();
            case Series series -> throw unfit(function, series);
            case Value.Several several -> throw unfit(function, several);
        };
    }

    /** A bare word; empty if the argument is none. */
    private static String word(Expression argument) {
        return argument instanceof Expression.Name name ? name.value() : "";
    }

    private static void checkCount(String function, List<Expression> arguments, int least, int most) {
        if (arguments.size() < least || arguments.size() > most) {
            throw new MathException("The function " + function + " takes "
                    + (least == most ? String.valueOf(least) : least + " to " + most) + " arguments, not "
                    + arguments.size() + ".");
        }
    }

    private static MathException unfit(String function, Value value) {
        return new MathException("The function " + function + " does not take " + value.kind() + " here.");
    }
}
