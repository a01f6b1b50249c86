package io.slipway.emulator.metrics;

import io.slipway.emulator.dispatch.RequestContext;
import io.slipway.emulator.metrics.Statistic.Percentile;
import io.slipway.emulator.metrics.Statistic.Plain;
import io.slipway.emulator.wire.ApiException;
import io.slipway.emulator.wire.Document;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * GetMetricStatistics.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricStatistics.html">
 *     GetMetricStatistics</a>
 */
record StatisticsRequest(MetricStore store) {

    private static final int MOST_DATAPOINTS = 1440;

    Document handle(RequestContext context, Document request) {
        long period = request.getLong("Period");
        MetricOperations.checkPeriod("Period", period);
        List<Statistic> statistics = statistics(request);
        BucketQuery query = query(context, request, period);
        MetricReads reads = store.reads();
        Percentiles percentiles = Percentiles.of(reads, query, Percentiles.among(statistics));
        List<Document> datapoints = reads.buckets(query, false, 0, MOST_DATAPOINTS * 30L).stream()
                .map(bucket -> datapoint(bucket, statistics, percentiles.in(bucket)))
                .toList();
        return Document.EMPTY.with("Label", request.getString("MetricName")).with("Datapoints", datapoints);
    }

    /** The start is rounded down as the service does: to a whole minute, or to the period if that is shorter. */
    private static BucketQuery query(RequestContext context, Document request, long period) {
        long from = millis(request, "StartTime");
        long to = millis(request, "EndTime");
        if (from >= to) {
            throw MetricOperations.invalidCombination(
                    "The parameter StartTime must be less than the parameter EndTime.");
        }
        long count = Math.ceilDiv(to - from, period * 1000);
        if (count > MOST_DATAPOINTS) {
            throw MetricOperations.invalidCombination(String.format(
                    Locale.ROOT,
                    "You have requested up to %,d datapoints, which exceeds the limit of %,d. You may reduce the"
                            + " datapoints requested by increasing Period, or decreasing the time range.",
                    count,
                    MOST_DATAPOINTS));
        }
        long rounded = Math.floorDiv(from, Math.min(period, 60) * 1000) * Math.min(period, 60) * 1000;
        return new BucketQuery(
                MetricKey.of(context.region(), request), request.findString("Unit"), rounded, to, period * 1000);
    }

    private static long millis(Document request, String name) {
        return request.findTime(name).map(Instant::toEpochMilli).orElseThrow();
    }

    private static List<Statistic> statistics(Document request) {
        List<Statistic> statistics = new ArrayList<>();
        for (String name : request.strings("Statistics")) {
            statistics.add(Statistic.parse(name).orElseThrow(() -> unknown(name)));
        }
        for (String name : request.strings("ExtendedStatistics")) {
            statistics.add(
                    Statistic.parse(name).filter(Percentile.class::isInstance).orElseThrow(() -> unknown(name)));
        }
        if (statistics.isEmpty()) {
            throw MetricOperations.invalidCombination("Must specify either Statistics or ExtendedStatistics");
        }
        return statistics;
    }

    private static ApiException unknown(String name) {
        return MetricOperations.invalidValue("The value " + name + " is not a valid statistic.");
    }

    private static Document datapoint(Bucket bucket, List<Statistic> statistics, Map<String, Double> percentiles) {
        Document datapoint = Document.EMPTY.with("Timestamp", Instant.ofEpochMilli(bucket.start()));
        for (Statistic statistic : statistics) {
            if (statistic instanceof Plain plain) {
                datapoint = datapoint.with(plain.name(), plain.of().applyAsDouble(bucket));
            }
        }
        datapoint = datapoint.with("Unit", bucket.unit());
        return percentiles.isEmpty() ? datapoint : datapoint.with("ExtendedStatistics", percentiles);
    }
}
