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

    private record Head(String stream, LogEvent event) {}

    private final OpenReaders readers;
    private final PriorityQueue<Head> heads = new PriorityQueue<>(
            Comparator.<Head>comparingLong(head -> head.event().timeMillis()).thenComparing(Head::stream));

    private final long end;

    /** @param end epoch milliseconds after which no event is wanted */
    private MergedStreams(OpenReaders readers, long end) {
        this.readers = readers;
        this.end = end;
    }

    /** @param request with the members {@code startTime}, {@code endTime} and {@code nextToken} */
    static MergedStreams open(LogStore store, String region, String group, List<String> streams, Document request) {
        Optional<Map<String, Long>> places = request.findString("nextToken").map(MergedStreams::places);
        long start = request.findLong("startTime").orElse(0);
        MergedStreams merged = new MergedStreams(
                new OpenReaders(store, region, group),
                request.findLong("endTime").orElse(Long.MAX_VALUE));
        for (String stream : streams) {
            if (places.isPresent()) {
                // A stream that the token does not name was read to its end.
                Optional.ofNullable(places.get().get(stream)).ifPresent(place -> merged.advance(stream, place));
            } else if (start <= 0) {
                merged.advance(stream, 0);
            } else if (store.mayHoldSince(region, group, stream, start)) {
                merged.readers.at(stream, 0).ifPresent(reader -> merged.advance(stream, reader.offsetOfTime(start)));
            }
        }
        return merged;
    }

    private void advance(String stream, long place) {
        readers.at(stream, place)
                .flatMap(StreamReader::next)
                .filter(event -> event.timeMillis() <= end)
                .ifPresent(event -> heads.add(new Head(stream, event)));
    }

    Document page(FilterPattern pattern, int limit) {
        List<Document> events = new ArrayList<>();
        long bytes = 0;
        for (int examined = 0;
                examined < MOST_EXAMINED && events.size() < limit && bytes < EventOperations.MOST_BYTES;
                examined++) {
            Head head = heads.poll();
            if (head == null) {
                break;
            }
            LogEvent event = head.event();
            if (pattern.matches(event.message())) {
                events.add(event.document(head.stream()));
                bytes += event.end() - event.start();
            }
            advance(head.stream(), event.end());
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
        readers.close();
    }
}
