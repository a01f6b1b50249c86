package io.slipway.emulator.metrics;

import io.slipway.emulator.metrics.math.MathException;
import io.slipway.emulator.metrics.math.MetricMath;
import io.slipway.emulator.metrics.math.Series;
import io.slipway.emulator.metrics.math.TimeGrid;
import io.slipway.emulator.wire.ApiException;
import io.slipway.emulator.wire.Document;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The queries of one GetMetricData request: metrics, and what is computed of them. */
final class DataQueries {

    private static final long MOST_DATAPOINTS = 100_800;
    private static final long MINUTE = 60_000;

    private final List<Document> queries;
    private final Map<String, DataSeries.Stored> metrics = new LinkedHashMap<>();
    private final MetricMath math;
    private long read;

    /**
     * @param from epoch milliseconds, as {@code to}
     */
    DataQueries(MetricReads reads, String region, List<Document> queries, long from, long to) {
        this.queries = queries;
        Map<String, String> expressions = new HashMap<>();
        for (Document query : queries) {
            String id = query.getString("Id");
            query.findString("Expression")
                    .ifPresentOrElse(
                            text -> expressions.put(id, text),
                            () -> metrics.put(id, stored(reads, region, query, from, to)));
        }
        long period = metrics.values().stream()
                .mapToLong(metric -> metric.query().period())
                .min()
                .orElse(MINUTE);
        math = new MetricMath(new TimeGrid(from, to, period), List.copyOf(metrics.keySet()), this::series, expressions);
    }

    /** What the client wants to see, in the order of the request. Expressions that it does not want are looked at too. */
    List<DataSeries> results() {
        List<DataSeries> results = new ArrayList<>();
        for (Document query : queries) {
            boolean isWanted = !query.has("ReturnData") || query.isTrue("ReturnData");
            String id = query.getString("Id");
            DataSeries.Stored metric = metrics.get(id);
            if (metric == null) {
                List<DataSeries> computed = computed(query, isWanted);
                results.addAll(isWanted ? computed : List.of());
            } else if (isWanted) {
                results.add(metric);
            }
        }
        return results;
    }

    private List<DataSeries> computed(Document query, boolean isWanted) {
        String id = query.getString("Id");
        String label = query.findString("Label").orElse(id);
        try {
            var result = math.result(id);
            if (result.isEmpty() && isWanted) {
                throw MetricMath.scalarResult(id);
            }
            List<Series> all = result.orElse(List.of());
            return all.stream()
                    .<DataSeries>map(series -> new DataSeries.Computed(
                            id, all.size() == 1 ? label : (label + " " + series.label()).strip(), series))
                    .toList();
        } catch (MathException e) {
            throw ApiException.validation(e.text());
        }
    }

    /** A metric as expressions take it: whole. */
    private Series series(String id) {
        DataSeries.Stored metric = metrics.get(id);
        if (metric == null) {
            throw new IllegalArgumentException(id);
        }
        NavigableMap<Long, Double> points = new TreeMap<>();
        for (DataSeries.Point point : metric.points(false, 0, MOST_DATAPOINTS + 1)) {
            points.put(point.time(), point.value());
        }
        read += points.size();
        if (read > MOST_DATAPOINTS) {
            throw ApiException.validation("The expressions need more than 100,800 datapoints of metrics. You may reduce"
                    + " them by increasing Period, or decreasing the time range.");
        }
        return new Series(metric.label(), metric.query().period(), points);
    }

    private static DataSeries.Stored stored(MetricReads reads, String region, Document query, long from, long to) {
        Document stat = query.findDocument("MetricStat").orElseThrow();
        Document metric = stat.findDocument("Metric").orElseThrow();
        long period = stat.getLong("Period") * 1000;
        return new DataSeries.Stored(
                query.getString("Id"),
                query.findString("Label").orElseGet(() -> metric.getString("MetricName")),
                reads,
                // Periods begin at multiples of their length.
                new BucketQuery(
                        MetricKey.of(region, metric),
                        stat.findString("Unit"),
                        Math.floorDiv(from, period) * period,
                        to,
                        period),
                Statistic.parse(stat.getString("Stat")).orElseThrow());
    }
}
