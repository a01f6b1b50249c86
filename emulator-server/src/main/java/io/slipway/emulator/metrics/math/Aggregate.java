package io.slipway.emulator.metrics.math;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.DoubleStream;

/** What makes a scalar of a time series, and a time series of an array of them. */
enum Aggregate {
    AVG,
    SUM,
    MIN,
    MAX,
    STDDEV,
    DATAPOINT_COUNT;

    private double of(double[] values) {
        DoubleStream all = Arrays.stream(values);
        return switch (this) {
            case AVG -> all.average().orElse(Double.NaN);
            case SUM -> all.sum();
            case MIN -> all.min().orElse(Double.NaN);
            case MAX -> all.max().orElse(Double.NaN);
            case STDDEV -> deviation(values);
            case DATAPOINT_COUNT -> values.length;
        };
    }

    static Optional<Aggregate> find(String name) {
        return Arrays.stream(values()).filter(each -> each.name().equals(name)).findFirst();
    }

    double of(Series series) {
        return of(series.values());
    }

    /** At each time of what is there; only the average counts what is missing, as nothing. */
    Series of(Value.Several several, Series empty) {
        List<Series> members = several.members();
        if (members.isEmpty()) {
            return empty;
        }
        SortedSet<Long> times = new TreeSet<>();
        members.forEach(member -> times.addAll(member.points().keySet()));
        long period = members.stream().mapToLong(Series::period).min().orElseThrow();
        return new Series(members.getFirst().label(), period, empty.points()).at(times, time -> {
            double value = of(members.stream()
                    .mapToDouble(member -> member.orMissing(time))
                    .filter(each -> !Double.isNaN(each))
                    .toArray());
            return this == AVG ? value * share(members, time) : value;
        });
    }

    private static double share(List<Series> members, long time) {
        long there = members.stream()
                .filter(member -> member.points().containsKey(time))
                .count();
        return (double) there / members.size();
    }

    private static double deviation(double[] values) {
        double mean = Arrays.stream(values).average().orElse(Double.NaN);
        return Math.sqrt(Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElse(Double.NaN));
    }
}
