package io.slipway.emulator.transform.record;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/** Whole lines, as many together as fit: found from the end of a full buffer, without looking at each line. */
final class LinePayloads implements RecordReader {
    private static final int FIRST_CAPACITY = 1 << 16;

    private final InputStream input;
    private final int limit;
    private byte[] rest = {};

    LinePayloads(InputStream input, int limit) {
        this.input = input;
        this.limit = limit;
    }

    @Override
    public Optional<byte[]> next() throws IOException {
        byte[] buffer = Arrays.copyOf(rest, Math.min(limit, Math.max(rest.length, FIRST_CAPACITY)));
        int length = rest.length;
        while (true) {
            length += input.readNBytes(buffer, length, buffer.length - length);
            if (length < buffer.length) {
                rest = new byte[0];
                return length == 0 ? Optional.empty() : Optional.of(Arrays.copyOf(buffer, length));
            }
            if (length == limit) {
                return Optional.of(cut(buffer));
            }
            buffer = Arrays.copyOf(buffer, (int) Math.min(limit, 2L * buffer.length));
        }
    }

    private byte[] cut(byte[] full) throws IOException {
        int following = input.read();
        if (following < 0) {
            rest = new byte[0];
            return full;
        }
        int end = full.length;
        while (end > 0 && full[end - 1] != '\n') {
            end--;
        }
        if (end == 0) {
            throw MalformedInputException.tooLarge(limit);
        }
        rest = Arrays.copyOfRange(full, end, full.length + 1);
        rest[rest.length - 1] = (byte) following;
        return end == full.length ? full : Arrays.copyOf(full, end);
    }
}
