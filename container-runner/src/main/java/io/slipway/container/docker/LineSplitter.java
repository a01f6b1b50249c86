package io.slipway.container.docker;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Bytes to lines: across frames, without the newline, the too long ones in pieces, invalid UTF-8 replaced. */
final class LineSplitter {

    static final int LONGEST = 256 * 1024;

    private static final int LONGEST_CHARACTER = 4;

    private final Consumer<String> lines;
    private byte[] pending = new byte[1024];
    private int length;

    LineSplitter(Consumer<String> lines) {
        this.lines = lines;
    }

    void feed(byte[] bytes) {
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                keep(bytes, start, i - start);
                deliver(length);
                start = i + 1;
            }
        }
        keep(bytes, start, bytes.length - start);
    }

    /** Delivers what came without a newline at the end. */
    void finish() {
        if (length > 0) {
            deliver(length);
        }
    }

    private void keep(byte[] bytes, int start, int count) {
        int from = start;
        int left = count;
        while (length + left > LONGEST) {
            int fits = LONGEST - length;
            append(bytes, from, fits);
            deliver(wholeCharacters());
            from += fits;
            left -= fits;
        }
        append(bytes, from, left);
    }

    private void append(byte[] bytes, int from, int count) {
        if (length + count > pending.length) {
            byte[] larger = new byte[Math.min(LONGEST, Math.max(pending.length * 2, length + count))];
            System.arraycopy(pending, 0, larger, 0, length);
            pending = larger;
        }
        System.arraycopy(bytes, from, pending, length, count);
        length += count;
    }

    /** How much can go without a character cut in two. */
    private int wholeCharacters() {
        for (int back = 1; back < LONGEST_CHARACTER; back++) {
            int unit = pending[length - back] & 0xff;
            if (unit < 0x80) {
                return length;
            }
            if (unit >= 0xc0) {
                int needed = unit >= 0xf0 ? 4 : unit >= 0xe0 ? 3 : 2;
                return needed > back ? length - back : length;
            }
        }
        return length;
    }

    private void deliver(int count) {
        lines.accept(new String(pending, 0, count, StandardCharsets.UTF_8));
        System.arraycopy(pending, count, pending, 0, length - count);
        length -= count;
    }
}
