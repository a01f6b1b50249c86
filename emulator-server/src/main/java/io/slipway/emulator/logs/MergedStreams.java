package io.slipway.emulator.logs;

import io.slipway.emulator.aws.PageToken;
import io.slipway.emulator.wire.ApiError;
import io.slipway.emulator.wire.ApiException;
import io.slipway.emulator.wire.Document;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/** The events of several streams in the order of their times, a page at a time. */
final class MergedStreams implements AutoCloseable {

    /** So many events are looked at for one page, matching or not. */
    private static final int MOST_EXAMINED = 200_000;

    private record Head(String stream, StreamReader reader, LogEvent event) {}

    private final List<StreamReader> readers = new ArrayList<>();
    private final PriorityQueue<Head> heads = new PriorityQueue<>(
            Comparator.<Head>comparingLong(head -> head.event().timeMillis()).thenComparing(Head::stream));

    private final long end;

    /** @param end epoch milliseconds before which the events must be */
    private MergedStreams(long end) {
        this.end = end;
    }

    /** @param request with the members {@code startTime}, {@code endTime} and {@code nextToken} */
    static MergedStreams open(LogStore store, String region, String group, List<String> streams, Document request) {
        Optional<Map<String, Long>> places = request.findString("nextToken").map(MergedStreams::places);
        MergedStreams merged = new MergedStreams(request.findLong("endTime").orElse(Long.MAX_VALUE));
        for (String stream : streams) {
            // A stream that the token does not name was read to its end.
            if (places.isEmpty() || places.get().containsKey(stream)) {
                store.read(region, group, stream)
                        .ifPresent(reader -> merged.add(stream, reader, begin(reader, stream, places, request)));
            }
        }
        return merged;
    }

    private static long begin(
            StreamReader reader, String stream, Optional<Map<String, Long>> places, Document request) {
        if (places.isPresent()) {
            return places.get().getOrDefault(stream, 0L);
        }
        return request.findLong("startTime").isPresent() ? reader.offsetOfTime(request.getLong("startTime")) : 0;
    }

    private void add(String stream, StreamReader reader, long begin) {
        readers.add(reader);
        reader.moveTo(begin);
        advance(stream, reader);
    }

    private void advance(String stream, StreamReader reader) {
        reader.next()
                .filter(event -> event.timeMillis() < end)
                .ifPresent(event -> heads.add(new Head(stream, reader, event)));
    }

    Document page(FilterPattern pattern, int limit) {
        List<Document> events = new ArrayList<>();
        for (int examined = 0; examined < MOST_EXAMINED && events.size() < limit; examined++) {
            Head head = heads.poll();
            if (head == null) {
                break;
            }
            if (pattern.matches(head.event().message())) {
                events.add(head.event()
                        .document()
                        .with("logStreamName", head.stream())
                        .with("eventId", head.stream() + "-" + head.event().start()));
            }
            advance(head.stream(), head.reader());
        }
        Document page = Document.EMPTY.with("events", events).with("searchedLogStreams", List.of());
        return heads.isEmpty() ? page : page.with("nextToken", token());
    }

    private String token() {
        List<String> parts = new ArrayList<>();
        for (Head head : heads) {
            parts.add(head.stream());
            parts.add(String.valueOf(head.event().start()));
        }
        return PageToken.encode(parts);
    }

    private static Map<String, Long> places(String token) {
        List<String> parts = PageToken.decode(token)
                .filter(decoded -> decoded.size() % 2 == 0)
                .orElseThrow(() -> new ApiException(ApiError.INVALID_PARAMETER, "The specified nextToken is invalid."));
        Map<String, Long> places = new HashMap<>();
        for (int i = 0; i < parts.size(); i += 2) {
            places.put(parts.get(i), Long.parseLong(parts.get(i + 1)));
        }
        return places;
    }

    @Override
    public void close() {
        readers.forEach(StreamReader::close);
    }
}
