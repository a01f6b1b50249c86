package io.slipway.emulator.metrics;

import io.slipway.emulator.wire.Document;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/** One query of BatchGetMetrics: samples gathered by iteration, or by time in epoch milliseconds. */
final class TrialSeries {

    private static final int MOST_POINTS = 10_000;
    private static final Map<String, Long> PERIODS =
            Map.of("OneMinute", 60_000L, "FiveMinute", 300_000L, "OneHour", 3_600_000L, "IterationNumber", 1L);

    private final SortedMap<Long, Point> points = new TreeMap<>();
    private final String statistic;
    private final boolean byStep;
    private final long period;
    private final long start;
    private final long end;
    private boolean truncated;
    private long iteration;

    TrialSeries(Document query) {
        statistic = query.getString("MetricStat");
        byStep = query.getString("XAxisType").equals("IterationNumber");
        period = PERIODS.getOrDefault(query.getString("Period"), 1L);
        start = query.findLong("Start").orElse(Long.MIN_VALUE);
        end = query.findLong("End").orElse(Long.MAX_VALUE);
    }

    /** Mean and variance as they grow, by Welford's method. */
    private static final class Point {
        private long count;
        private double minimum = Double.POSITIVE_INFINITY;
        private double maximum = Double.NEGATIVE_INFINITY;
        private double mean;
        private double squares;
        private double last;

        void add(double value) {
            count++;
            minimum = Math.min(minimum, value);
            maximum = Math.max(maximum, value);
            double delta = value - mean;
            mean += delta / count;
            squares += delta * (value - mean);
            last = value;
        }

        double value(String statistic) {
            return switch (statistic) {
                case "Min" -> minimum;
                case "Max" -> maximum;
                case "Avg" -> mean;
                case "Count" -> count;
                case "StdDev" -> Math.sqrt(squares / count);
                default -> last;
            };
        }
    }

    /** @param step what is absent is counted in the order of the samples */
    void add(long timeMillis, OptionalLong step, double value) {
        long x = byStep ? step.orElse(iteration) : timeMillis;
        iteration++;
        if (x < start || x > end) {
            return;
        }
        long place = Math.floorDiv(x, period) * period;
        Point point = points.get(place);
        if (point == null) {
            if (points.size() == MOST_POINTS) {
                truncated = true;
                return;
            }
            point = new Point();
            points.put(place, point);
        }
        point.add(value);
    }

    Document result() {
        return Document.EMPTY
                .with("Status", truncated ? "Truncated" : "Complete")
                .with("XAxisValues", points.keySet())
                .with(
                        "MetricValues",
                        points.values().stream()
                                .map(point -> point.value(statistic))
                                .toList());
    }
}
