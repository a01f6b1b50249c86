package io.slipway.emulator.metrics;

import io.slipway.emulator.metrics.math.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One result of GetMetricData, of which the datapoints can be had in parts. */
sealed interface DataSeries {

    /** @param time epoch milliseconds */
    record Point(long time, double value) {}

    /** Of the query that it answers. */
    String id();

    String label();

    List<Point> points(boolean descending, long skip, long limit);

    /** What the store holds. */
    record Stored(String id, String label, MetricReads reads, BucketQuery query, Statistic statistic)
            implements DataSeries {

        @Override
        public List<Point> points(boolean descending, long skip, long limit) {
            List<Bucket> buckets = reads.buckets(query, descending, skip, limit);
            return switch (statistic) {
                case Statistic.Plain plain ->
                    buckets.stream()
                            .map(bucket -> new Point(bucket.start(), plain.of().applyAsDouble(bucket)))
                            .toList();
                case Statistic.Percentile percentile -> {
                    Percentiles percentiles = Percentiles.of(reads, query, List.of(percentile));
                    yield buckets.stream()
                            .map(bucket -> new Point(
                                    bucket.start(),
                                    percentiles.in(bucket).getOrDefault(percentile.name(), bucket.maximum())))
                            .toList();
                }
            };
        }
    }

    /** What an expression came to. */
    record Computed(String id, String label, Series series) implements DataSeries {

        @Override
        public List<Point> points(boolean descending, long skip, long limit) {
            List<Point> points = new ArrayList<>();
            for (Map.Entry<Long, Double> point :
                    (descending ? series.points().descendingMap() : series.points()).entrySet()) {
                points.add(new Point(point.getKey(), point.getValue()));
            }
            return points.stream().skip(skip).limit(limit).toList();
        }
    }
}
