package io.slipway.emulator.metrics;

import io.slipway.emulator.aws.PageToken;
import io.slipway.emulator.dispatch.RequestContext;
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
 * GetMetricData.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html">GetMetricData</a>
 */
record DataRequest(MetricStore store) {

    private static final int MOST_QUERIES = 500;
    private static final long MOST_DATAPOINTS = 100_800;

    /** Where a page begins: so many datapoints of a result are done. */
    private record Place(int result, long datapoint) {

        static final Place START = new Place(0, 0);

        static Place parse(String token) {
            return PageToken.decode(token)
                    .filter(parts -> parts.size() == 2)
                    .map(parts -> new Place(Integer.parseInt(parts.get(0)), Long.parseLong(parts.get(1))))
                    .orElseThrow(() -> new ApiException(ApiError.INVALID_NEXT_TOKEN, "The token is not valid."));
        }

        @Override
        public String toString() {
            return PageToken.encode(List.of(String.valueOf(result), String.valueOf(datapoint)));
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
        List<DataSeries> all = new DataQueries(store.reads(), context.region(), queries, from, to).results();
        List<Document> results = new ArrayList<>();
        Optional<Place> next = Optional.empty();
        for (int i = place.result(); i < all.size() && next.isEmpty(); i++) {
            long skip = i == place.result() ? place.datapoint() : 0;
            List<DataSeries.Point> points = all.get(i).points(descending, skip, left + 1);
            boolean isWhole = points.size() <= left;
            List<DataSeries.Point> page = isWhole ? points : points.subList(0, (int) left);
            results.add(result(all.get(i), page, isWhole));
            left -= page.size();
            if (!isWhole) {
                next = Optional.of(new Place(i, skip + page.size()));
            } else if (left == 0 && i + 1 < all.size()) {
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
            if (query.has("Expression") == query.has("MetricStat")) {
                throw ApiException.validation(
                        "The parameter " + parameter + " must have either MetricStat or Expression.");
            }
            if (query.has("MetricStat")) {
                checkMetric(query, parameter + ".MetricStat");
            }
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

    private static Document result(DataSeries series, List<DataSeries.Point> points, boolean isWhole) {
        return Document.EMPTY
                .with("Id", series.id())
                .with("Label", series.label())
                .with(
                        "Timestamps",
                        points.stream()
                                .map(point -> Instant.ofEpochMilli(point.time()))
                                .toList())
                .with("Values", points.stream().map(DataSeries.Point::value).toList())
                .with("StatusCode", isWhole ? "Complete" : "PartialData");
    }
}
