package io.slipway.emulator.metrics;

import io.slipway.emulator.aws.PageToken;
import io.slipway.emulator.aws.Service;
import io.slipway.emulator.dispatch.Operation;
import io.slipway.emulator.dispatch.RequestContext;
import io.slipway.emulator.metrics.MetricReads.DimensionFilter;
import io.slipway.emulator.metrics.MetricReads.Listed;
import io.slipway.emulator.wire.ApiError;
import io.slipway.emulator.wire.ApiException;
import io.slipway.emulator.wire.Document;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * CloudWatch: GetMetricStatistics, GetMetricData, ListMetrics, PutMetricData.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/">CloudWatch API Reference</a>
 */
public final class MetricOperations {

    private static final int PAGE = 500;
    private static final Duration RECENTLY = Duration.ofHours(3);

    private final MetricStore store;
    private final InstantSource clock;

    public MetricOperations(MetricStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    public List<Operation> operations() {
        return List.of(
                row("GetMetricStatistics", new StatisticsRequest(store)::handle),
                row("GetMetricData", new DataRequest(store)::handle),
                row("ListMetrics", this::list),
                row("PutMetricData", new PutRequest(store, clock)::handle));
    }

    private static Operation row(String name, Operation.Handler handler) {
        return new Operation(Service.CLOUDWATCH, name, handler);
    }

    static ApiException invalidValue(String message) {
        return new ApiException(ApiError.INVALID_PARAMETER_VALUE, message);
    }

    static ApiException invalidCombination(String message) {
        return new ApiException(ApiError.INVALID_PARAMETER_COMBINATION, message);
    }

    /** @throws ApiException if it is none that CloudWatch gathers by */
    static void checkPeriod(String parameter, long seconds) {
        boolean isShort = seconds == 1 || seconds == 5 || seconds == 10 || seconds == 20 || seconds == 30;
        if (!isShort && seconds % 60 != 0) {
            throw invalidValue("The parameter " + parameter + " must be 1, 5, 10, 20, 30 or a multiple of 60.");
        }
    }

    private Document list(RequestContext context, Document request) {
        List<DimensionFilter> dimensions = request.documents("Dimensions").stream()
                .map(filter -> new DimensionFilter(filter.getString("Name"), filter.findString("Value")))
                .toList();
        Optional<Instant> activeSince = request.findString("RecentlyActive")
                .map(ignored -> clock.instant().minus(RECENTLY));
        long after =
                request.findString("NextToken").map(MetricOperations::place).orElse(0L);
        List<Listed> found = store.reads()
                .list(
                        context.region(),
                        request.findString("Namespace"),
                        request.findString("MetricName"),
                        dimensions,
                        activeSince,
                        after,
                        PAGE + 1);
        List<Listed> page = found.subList(0, Math.min(PAGE, found.size()));
        Optional<String> next = found.size() > PAGE
                ? Optional.of(
                        PageToken.encode(List.of(String.valueOf(page.getLast().id()))))
                : Optional.empty();
        return Document.EMPTY
                .with("Metrics", page.stream().map(MetricOperations::metric).toList())
                .with("NextToken", next);
    }

    private static long place(String token) {
        return PageToken.decode(token)
                .filter(parts -> parts.size() == 1)
                .map(parts -> Long.parseLong(parts.getFirst()))
                .orElseThrow(() -> invalidValue("Request parameter NextToken is invalid."));
    }

    private static Document metric(Listed listed) {
        List<Document> dimensions = listed.key().dimensions().entrySet().stream()
                .map(dimension ->
                        Document.EMPTY.with("Name", dimension.getKey()).with("Value", dimension.getValue()))
                .toList();
        return Document.EMPTY
                .with("Namespace", listed.key().namespace())
                .with("MetricName", listed.key().name())
                .with("Dimensions", dimensions);
    }
}
