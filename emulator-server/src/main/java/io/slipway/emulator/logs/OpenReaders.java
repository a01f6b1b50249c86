package io.slipway.emulator.logs;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The streams of a group that are being read; of many only those read lately are kept open. */
final class OpenReaders implements AutoCloseable {

    private static final int MOST_OPEN = 100;

    private final LogStore store;
    private final String region;
    private final String group;
    private final Map<String, StreamReader> open = new LinkedHashMap<>(16, 0.75f, true);

    OpenReaders(LogStore store, String region, String group) {
        this.store = store;
        this.region = region;
        this.group = group;
    }

    /** The stream's reader at a place; empty if the stream is gone. */
    Optional<StreamReader> at(String stream, long place) {
        StreamReader known = open.get(stream);
        if (known != null) {
            if (known.position() != place) {
                known.moveTo(place);
            }
            return Optional.of(known);
        }
        Optional<StreamReader> opened = store.read(region, group, stream);
        opened.ifPresent(reader -> {
            makeRoom();
            reader.moveTo(place);
            open.put(stream, reader);
        });
        return opened;
    }

    private void makeRoom() {
        if (open.size() >= MOST_OPEN) {
            String eldest = open.keySet().iterator().next();
            StreamReader reader = open.remove(eldest);
            if (reader != null) {
                reader.close();
            }
        }
    }

    @Override
    public void close() {
        open.values().forEach(StreamReader::close);
    }
}
