package io.slipway.emulator.transform.record;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Whole lines, as many together as fit: found from the end of a full buffer, without looking at each line. */
final class LinePayloads {
    private static final int FIRST_CAPACITY = 1 << 16;

    /** A file that is read in larger parts costs as much memory outside the heap. */
    private static final int CHUNK = 1 << 17;

    private final InputStream input;
    private final int limit;
    private final PayloadBuffers buffers;
    private byte[] rest = {};
    private int capacity = FIRST_CAPACITY;

    /** @param buffers of the size of the limit */
    LinePayloads(InputStream input, int limit, PayloadBuffers buffers) {
        this.input = input;
        this.limit = limit;
        this.buffers = buffers;
    }

    Optional<Payload> next() throws IOException {
        byte[] buffer = buffer(Math.max(rest.length, capacity));
        System.arraycopy(rest, 0, buffer, 0, rest.length);
        int length = rest.length;
        while (true) {
            length = fill(buffer, length);
            if (length < buffer.length) {
                rest = new byte[0];
                return length == 0 ? Optional.empty() : Optional.of(payload(buffer, length));
            }
            if (length == limit) {
                // An object that fills one fills the next.
                capacity = limit;
                return Optional.of(payload(buffer, cut(buffer)));
            }
            byte[] larger = buffer((int) Math.min(limit, 2L * buffer.length));
            System.arraycopy(buffer, 0, larger, 0, length);
            buffer = larger;
        }
    }

    private byte[] buffer(int size) {
        return size < limit ? new byte[size] : buffers.take();
    }

    private Payload payload(byte[] buffer, int length) {
        Runnable release = buffer.length == limit ? () -> buffers.giveBack(buffer) : () -> {};
        return new Payload(buffer, length, List.of(), release);
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

    /** The length of the whole lines in a full buffer; the rest is kept. */
    private int cut(byte[] full) throws IOException {
        int following = input.read();
        if (following < 0) {
            rest = new byte[0];
            return full.length;
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
        return end;
    }
}
