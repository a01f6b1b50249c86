package io.slipway.emulator.transform.record;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/** Whole lines, as many together as fit: found from the end of a full buffer, without looking at each line. */
final class LinePayloads implements RecordReader {
    private static final int FIRST_CAPACITY = 1 << 16;

    /** A file that is read in larger parts costs as much memory outside the heap. */
    private static final int CHUNK = 1 << 17;

    private final InputStream input;
    private final int limit;
    private byte[] rest = {};
    private int capacity = FIRST_CAPACITY;

    LinePayloads(InputStream input, int limit) {
        this.input = input;
        this.limit = limit;
    }

    @Override
    public Optional<byte[]> next() throws IOException {
        byte[] buffer = Arrays.copyOf(rest, Math.min(limit, Math.max(rest.length, capacity)));
        int length = rest.length;
        while (true) {
            length = fill(buffer, length);
            if (length < buffer.length) {
                rest = new byte[0];
                return length == 0 ? Optional.empty() : Optional.of(Arrays.copyOf(buffer, length));
            }
            if (length == limit) {
                // An object that fills one fills the next.
                capacity = limit;
                return Optional.of(cut(buffer));
            }
            buffer = Arrays.copyOf(buffer, (int) Math.min(limit, 2L * buffer.length));
        }
    }

    /** The length with what follows, less than that of the buffer only at the end. */
    private int fill(byte[] buffer, int length) throws IOException {
        int filled = length;
        while (filled < buffer.length) {
            int wanted = Math.min(CHUNK, buffer.length - filled);
            int read = input.readNBytes(buffer, filled, wanted);
            filled += read;
            if (read < wanted) {
                break;
            }
        }
        return filled;
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
