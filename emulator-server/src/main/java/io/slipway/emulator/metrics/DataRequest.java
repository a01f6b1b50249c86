package io.slipway.emulator.metrics;

import io.slipway.emulator.aws.PageToken;
import io.slipway.emulator.dispatch.RequestContext;
import io.slipway.emulator.metrics.Statistic.Percentile;
import io.slipway.emulator.metrics.Statistic.Plain;
import io.slipway.emulator.wire.ApiError;
import io.slipway.emulator.wire.ApiException;
import io.slipway.emulator.wire.Document;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * GetMetricData, without metric math.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html">GetMetricData</a>
 */
record DataRequest(MetricStore store) {

    private static final int MOST_QUERIES = 500;
    private static final long MOST_DATAPOINTS = 100_800;

    /** Where a page begins: so many datapoints of a query are done. */
    private record Place(int query, long datapoint) {

        static final Place START = new Place(0, 0);

        static Place parse(String token) {
            return PageToken.decode(token)
                    .filter(parts -> parts.size() == 2)
                    .map(parts -> new Place(Integer.parseInt(parts.get(0)), Long.parseLong(parts.get(1))))
                    .orElseThrow(() -> new ApiException(ApiError.INVALID_NEXT_TOKEN, "The token is not valid."));
        }

        @Override
        public String toString() {
            return PageToken.encode(List.of(String.valueOf(query), String.valueOf(datapoint)));
        }
    }

    Document handle(RequestContext context, Document request) {
        List<Document> queries = request.documents("MetricDataQueries");
        check(queries);
        long from = request.findTime("StartTime").map(Instant::toEpochMilli).orElseThrow();
        long to = request.findTime("EndTime").map(Instant::toEpochMilli).orElseThrow();
        if (from >= to) {
            throw ApiException.validation("The parameter StartTime must be less than the parameter EndTime.");
        }
        boolean descending = !request.findString("ScanBy").orElse("").equals("TimestampAscending");
        long left = Math.clamp(request.findLong("MaxDatapoints").orElse(MOST_DATAPOINTS), 1, MOST_DATAPOINTS);
        Place place = request.findString("NextToken").map(Place::parse).orElse(Place.START);
        MetricReads reads = store.reads();
        List<Document> results = new ArrayList<>();
        Optional<Place> next = Optional.empty();
        for (int i = place.query(); i < queries.size() && next.isEmpty(); i++) {
            long skip = i == place.query() ? place.datapoint() : 0;
            Document query = queries.get(i);
            BucketQuery bucketQuery = bucketQuery(context, query, from, to);
            List<Bucket> buckets = reads.buckets(bucketQuery, descending, skip, left + 1);
            boolean isWhole = buckets.size() <= left;
            List<Bucket> page = isWhole ? buckets : buckets.subList(0, (int) left);
            results.add(result(query, values(reads, bucketQuery, query, page), page, isWhole));
            left -= page.size();
            if (!isWhole) {
                next = Optional.of(new Place(i, skip + page.size()));
            } else if (left == 0 && i + 1 < queries.size()) {
                next = Optional.of(new Place(i + 1, 0));
            }
        }
        return Document.EMPTY
                .with("MetricDataResults", results)
                .with("Messages", List.of())
                .with("NextToken", next.map(Place::toString));
    }

    private static void check(List<Document> queries) {
        if (queries.size() > MOST_QUERIES) {
            throw ApiException.validation("The collection MetricDataQueries must not have a size greater than 500.");
        }
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < queries.size(); i++) {
            Document query = queries.get(i);
            String parameter = "MetricDataQueries.member." + (i + 1);
            String id = query.getString("Id");
            if (!id.matches("[a-z][a-zA-Z0-9_]*")) {
                throw ApiException.validation("The value " + id + " for parameter " + parameter
                        + ".Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.");
            }
            if (!ids.add(id)) {
                throw ApiException.validation("The values for parameter id in MetricDataQueries are not unique.");
            }
            if (query.has("Expression")) {
                throw ApiException.validation("Slipway evaluates no metric math: " + parameter + ".Expression");
            }
            if (!query.has("MetricStat")) {
                throw ApiException.validation(
                        "The parameter " + parameter + " must have either MetricStat or Expression.");
            }
            checkMetric(query, parameter + ".MetricStat");
        }
    }

    private static void checkMetric(Document query, String parameter) {
        for (String member : List.of("Namespace", "MetricName")) {
            if (!query.has("MetricStat.Metric." + member)) {
                throw ApiException.validation("The parameter " + parameter + ".Metric." + member + " is required.");
            }
        }
        MetricOperations.checkPeriod(parameter + ".Period", query.getLong("MetricStat.Period"));
        String name = query.getString("MetricStat.Stat");
        if (Statistic.parse(name).isEmpty()) {
            throw ApiException.validation(
                    "The value " + name + " for parameter " + parameter + ".Stat is not a valid statistic.");
        }
    }

    /** Periods begin at multiples of their length. */
    private static BucketQuery bucketQuery(RequestContext context, Document query, long from, long to) {
        Document stat = query.findDocument("MetricStat").orElseThrow();
        long period = stat.getLong("Period") * 1000;
        return new BucketQuery(
                MetricKey.of(context.region(), stat.findDocument("Metric").orElseThrow()),
                stat.findString("Unit"),
                Math.floorDiv(from, period) * period,
                to,
                period);
    }

    private static List<Double> values(
            MetricReads reads, BucketQuery bucketQuery, Document query, List<Bucket> buckets) {
        return switch (Statistic.parse(query.getString("MetricStat.Stat")).orElseThrow()) {
            case Plain plain ->
                buckets.stream().map(bucket -> plain.of().applyAsDouble(bucket)).toList();
            case Percentile percentile -> {
                Percentiles percentiles = Percentiles.of(reads, bucketQuery, List.of(percentile));
                yield buckets.stream()
                        .map(bucket -> percentiles.in(bucket).getOrDefault(percentile.name(), bucket.maximum()))
                        .toList();
            }
        };
    }

    private static Document result(Document query, List<Double> values, List<Bucket> buckets, boolean isWhole) {
        return Document.EMPTY
                .with("Id", query.getString("Id"))
                .with(
                        "Label",
                        query.findString("Label").orElseGet(() -> query.getString("MetricStat.Metric.MetricName")))
                .with(
                        "Timestamps",
                        buckets.stream()
                                .map(bucket -> Instant.ofEpochMilli(bucket.start()))
                                .toList())
                .with("Values", values)
                .with("StatusCode", isWhole ? "Complete" : "PartialData");
    }
}
