package io.slipway.emulator.logs;

import io.slipway.emulator.dispatch.Operation;
import io.slipway.emulator.dispatch.RequestContext;
import io.slipway.emulator.wire.ApiError;
import io.slipway.emulator.wire.ApiException;
import io.slipway.emulator.wire.Document;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Events: get, filter, put. */
final class EventOperations {

    private static final int MOST_EVENTS = 10_000;
    static final int MOST_BYTES = 1 << 20;

    private static final long LONGEST_SPAN = Duration.ofHours(24).toMillis();

    private final LogStore store;

    EventOperations(LogStore store) {
        this.store = store;
    }

    List<Operation> operations() {
        return List.of(
                LogOperations.row("GetLogEvents", this::get),
                LogOperations.row("FilterLogEvents", this::filter),
                LogOperations.row("PutLogEvents", this::put));
    }

    static ApiException noStream() {
        return new ApiException(ApiError.RESOURCE_NOT_FOUND_EXCEPTION, "The specified log stream does not exist.");
    }

    private Document get(RequestContext context, Document request) {
        String group = LogOperations.existingGroup(store, context, request);
        try (StreamReader reader = store.read(context.region(), group, request.getString("logStreamName"))
                .orElseThrow(EventOperations::noStream)) {
            long begin =
                    request.findLong("startTime").isPresent() ? reader.offsetOfTime(request.getLong("startTime")) : 0;
            long end = request.findLong("endTime").isPresent()
                    ? reader.offsetOfTime(request.getLong("endTime"))
                    : reader.length();
            int limit = (int) request.findLong("limit").orElse(MOST_EVENTS);
            Optional<EventToken> token = request.findString("nextToken").map(EventToken::parse);
            boolean backward = token.map(EventToken::backward).orElseGet(() -> !request.isTrue("startFromHead"));
            if (!backward) {
                long from = Math.max(begin, token.map(EventToken::offset).orElse(begin));
                return answer(read(reader, from, end, limit), from);
            }
            long until = Math.min(end, token.map(EventToken::offset).orElse(end));
            long from = Math.max(begin, reader.offsetBefore(until, limit, MOST_BYTES));
            return answer(read(reader, from, until, limit), until);
        }
    }

    /** Up to the limits of an answer. */
    private static List<LogEvent> read(StreamReader reader, long from, long end, int limit) {
        List<LogEvent> events = new ArrayList<>();
        reader.moveTo(from);
        long bytes = 0;
        while (events.size() < limit && bytes < MOST_BYTES) {
            Optional<LogEvent> event = reader.next().filter(next -> next.end() <= end);
            if (event.isEmpty()) {
                break;
            }
            events.add(event.get());
            bytes += event.get().end() - event.get().start();
        }
        return events;
    }

    /** The tokens are never absent: at either end they are the ones given, which is how clients know. */
    private static Document answer(List<LogEvent> events, long place) {
        long first = events.isEmpty() ? place : events.getFirst().start();
        long last = events.isEmpty() ? place : events.getLast().end();
        return Document.EMPTY
                .with("events", events.stream().map(LogEvent::document).toList())
                .with("nextForwardToken", new EventToken(false, last).toString())
                .with("nextBackwardToken", new EventToken(true, first).toString());
    }

    private Document filter(RequestContext context, Document request) {
        String group = LogOperations.existingGroup(store, context, request);
        List<String> named = request.strings("logStreamNames");
        String prefix = request.findString("logStreamNamePrefix").orElse("");
        if (!named.isEmpty() && !prefix.isEmpty()) {
            throw invalid("Only one of logStreamNames and logStreamNamePrefix can be given.");
        }
        if (request.findLong("startTime").orElse(0)
                > request.findLong("endTime").orElse(Long.MAX_VALUE)) {
            throw invalid("endTime must not be before startTime.");
        }
        List<String> streams = named.isEmpty()
                ? store.streams(context.region(), group).stream()
                        .filter(stream -> stream.startsWith(prefix))
                        .toList()
                : existing(context, group, named);
        try (MergedStreams merged = MergedStreams.open(store, context.region(), group, streams, request)) {
            return merged.page(
                    FilterPattern.parse(request.findString("filterPattern").orElse("")),
                    (int) request.findLong("limit").orElse(MOST_EVENTS));
        }
    }

    private List<String> existing(RequestContext context, String group, List<String> named) {
        for (String stream : named) {
            if (!store.streamExists(context.region(), group, stream)) {
                throw noStream();
            }
        }
        return named.stream().distinct().toList();
    }

    private Document put(RequestContext context, Document request) {
        String group = LogOperations.existingGroup(store, context, request);
        String stream = request.getString("logStreamName");
        if (!store.streamExists(context.region(), group, stream)) {
            throw noStream();
        }
        List<Document> events = request.documents("logEvents");
        long first = events.getFirst().getLong("timestamp");
        long last = first;
        for (Document event : events) {
            if (event.getLong("timestamp") < last) {
                throw invalid("Log events in a single PutLogEvents request must be in chronological order.");
            }
            last = event.getLong("timestamp");
        }
        if (last - first > LONGEST_SPAN) {
            throw invalid("The batch of log events in a single PutLogEvents request cannot span more than 24 hours.");
        }
        store.putAll(context.region(), group, stream, events);
        return Document.EMPTY.with("nextSequenceToken", "0");
    }

    private static ApiException invalid(String message) {
        return new ApiException(ApiError.INVALID_PARAMETER, message);
    }
}
