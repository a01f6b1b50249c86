package io.slipway.emulator.transform.record;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Records that end with a line feed, which belongs to them; the last one may lack it. */
final class Lines implements RecordReader {
    private final InputStream input;
    private final int limit;
    private final byte[] buffer = new byte[1 << 16];
    private int position;
    private int end;

    Lines(InputStream input, int limit) {
        this.input = input;
        this.limit = limit;
    }

    @Override
    public Optional<byte[]> next() throws IOException {
        var line = new ByteArrayOutputStream();
        while (fill()) {
            int stop = indexAfterLineFeed();
            line.write(buffer, position, stop - position);
            position = stop;
            if (line.size() > limit) {
                throw MalformedInputException.tooLarge(limit);
            }
            if (buffer[stop - 1] == '\n') {
                break;
            }
        }
        return line.size() == 0 ? Optional.empty() : Optional.of(line.toByteArray());
    }

    private boolean fill() throws IOException {
        if (position < end) {
            return true;
        }
        position = 0;
        end = Math.max(0, input.read(buffer));
        return end > 0;
    }

    private int indexAfterLineFeed() {
        for (int i = position; i < end; i++) {
            if (buffer[i] == '\n') {
                return i + 1;
            }
        }
        return end;
    }
}
