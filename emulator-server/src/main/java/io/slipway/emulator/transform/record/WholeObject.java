package io.slipway.emulator.transform.record;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** One record: all of the object. An empty object has none. */
final class WholeObject implements RecordReader {
    private final InputStream input;
    private final int limit;
    private boolean read;

    WholeObject(InputStream input, int limit) {
        this.input = input;
        this.limit = limit;
    }

    @Override
    public Optional<byte[]> next() throws IOException {
        if (read) {
            return Optional.empty();
        }
        read = true;
        byte[] all = input.readNBytes(limit);
        if (input.read() >= 0) {
            throw MalformedInputException.tooLarge(limit);
        }
        return all.length == 0 ? Optional.empty() : Optional.of(all);
    }
}
