package io.slipway.emulator.logs;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Reads a stream's file event by event, from any place of it. A last line without its end is not there yet. */
final class StreamReader implements AutoCloseable {

    private static final int BLOCK = 1 << 16;

    private final RandomAccessFile file;
    private final long length;
    private long position;
    private byte[] buffer = new byte[BLOCK];
    private int bufferStart;
    private int bufferEnd;

    StreamReader(Path path) {
        try {
            file = new RandomAccessFile(path.toFile(), "r");
            length = file.length();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of the file when it was opened, in bytes. */
    long length() {
        return length;
    }

    /** Where the next event begins. */
    long position() {
        return position;
    }

    /** @param offset at which an event begins, or the end */
    void moveTo(long offset) {
        position = Math.clamp(offset, 0, length);
        bufferStart = 0;
        bufferEnd = 0;
        seek(position);
    }

    /** The next event, or empty at the end. */
    Optional<LogEvent> next() {
        try {
            int scanned = bufferStart;
            while (true) {
                for (int i = scanned; i < bufferEnd; i++) {
                    if (buffer[i] == '\n') {
                        return Optional.of(take(i));
                    }
                }
                scanned = bufferEnd - bufferStart;
                if (!fill()) {
                    return Optional.empty();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private LogEvent take(int lineEnd) {
        byte[] line = Arrays.copyOfRange(buffer, bufferStart, lineEnd);
        LogEvent event = EventLine.decode(position, line, line.length);
        position = event.end();
        bufferStart = lineEnd + 1;
        return event;
    }

    /** Moves what is left to the front and reads more behind it. */
    private boolean fill() throws IOException {
        int left = bufferEnd - bufferStart;
        byte[] target = left == buffer.length ? new byte[buffer.length * 2] : buffer;
        System.arraycopy(buffer, bufferStart, target, 0, left);
        buffer = target;
        bufferStart = 0;
        bufferEnd = left;
        int read = file.read(buffer, left, buffer.length - left);
        if (read <= 0) {
            return false;
        }
        bufferEnd += read;
        return true;
    }

    /** Where the first event that is not earlier begins; events are in the order of their times. */
    long offsetOfTime(long timeMillis) {
        long low = 0;
        long high = length;
        while (high - low > BLOCK) {
            long middle = eventStartAfter(low + (high - low) / 2);
            if (middle >= high) {
                break;
            }
            moveTo(middle);
            Optional<LogEvent> event = next();
            if (event.isPresent() && event.get().timeMillis() < timeMillis) {
                low = event.get().end();
            } else {
                high = middle;
            }
        }
        moveTo(low);
        for (Optional<LogEvent> event = next(); event.isPresent(); event = next()) {
            if (event.get().timeMillis() >= timeMillis) {
                return event.get().start();
            }
        }
        return length;
    }

    /** As {@link #offsetBefore(long, int)}, of events that have so many bytes together, but of one at least. */
    long offsetBefore(long end, int events, int bytes) {
        long byCount = offsetBefore(end, events);
        if (end - byCount <= bytes) {
            return byCount;
        }
        long bySize = eventStartAfter(end - bytes);
        return bySize < end ? bySize : offsetBefore(end, 1);
    }

    /** Where the event begins that is so many events before a place, or the beginning. */
    long offsetBefore(long end, int events) {
        long from = Math.max(0, end - BLOCK);
        while (true) {
            long start = from == 0 ? 0 : eventStartAfter(from);
            moveTo(start);
            long[] starts = new long[events];
            int count = 0;
            for (Optional<LogEvent> event = next();
                    event.isPresent() && event.get().end() <= end;
                    event = next()) {
                starts[count++ % events] = event.get().start();
            }
            if (count >= events) {
                return starts[count % events];
            }
            if (from == 0) {
                return 0;
            }
            from = Math.max(0, from - (end - from));
        }
    }

    private long eventStartAfter(long offset) {
        try {
            seek(offset);
            for (int c = file.read(); c >= 0; c = file.read()) {
                if (c == '\n') {
                    return file.getFilePointer();
                }
            }
            return length;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void seek(long offset) {
        try {
            file.seek(offset);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
