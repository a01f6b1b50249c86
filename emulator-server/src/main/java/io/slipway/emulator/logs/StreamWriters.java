package io.slipway.emulator.logs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/** Appends to the files of streams; those written to lately are kept open. */
final class StreamWriters implements AutoCloseable {

    private static final int MOST_OPEN = 200;

    private static final class Writer {
        private final ReentrantLock lock = new ReentrantLock();
        private final Path file;
        private final FileChannel channel;

        Writer(Path file) {
            this.file = file;
            this.channel = openChannel(file);
        }
    }

    private final Function<StreamName, Path> files;
    private final ReentrantLock lock = new ReentrantLock();
    /** By name, as to make the file's of it takes longer than to write a line. */
    private final Map<StreamName, Writer> open = new LinkedHashMap<>(16, 0.75f, true);

    /** @param files where the streams are */
    StreamWriters(Function<StreamName, Path> files) {
        this.files = files;
    }

    /** When it returns the bytes are with the operating system. */
    void append(StreamName stream, byte[] bytes) {
        Writer writer = writer(stream);
        try {
            writer.channel.write(ByteBuffer.wrap(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.lock.unlock();
        }
    }

    /** Lets go of a stream's file, or of all below a directory. */
    void close(Path path) {
        lock.lock();
        try {
            open.values().removeIf(writer -> writer.file.startsWith(path) && closed(writer));
        } finally {
            lock.unlock();
        }
    }

    /** The file's writer, locked: the oldest one that is not at work makes room for it. */
    private Writer writer(StreamName stream) {
        lock.lock();
        try {
            Writer writer = open.get(stream);
            if (writer == null) {
                makeRoom();
                writer = new Writer(files.apply(stream));
                open.put(stream, writer);
            }
            writer.lock.lock();
            return writer;
        } finally {
            lock.unlock();
        }
    }

    private void makeRoom() {
        if (open.size() >= MOST_OPEN) {
            Map.Entry<StreamName, Writer> oldest = open.entrySet().iterator().next();
            closed(oldest.getValue());
            open.remove(oldest.getKey());
        }
    }

    private static boolean closed(Writer writer) {
        writer.lock.lock();
        try {
            writer.channel.close();
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.lock.unlock();
        }
    }

    private static FileChannel openChannel(Path file) {
        try {
            try {
                return openNew(file);
            } catch (NoSuchFileException e) {
                Files.createDirectories(file.getParent());
                return openNew(file);
            }
        } catch (FileAlreadyExistsException e) {
            return openAtEnd(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileChannel openNew(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /** A line that a crash cut off is cut away, so that the next one does not continue it. */
    private static FileChannel openAtEnd(Path file) {
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
            long end = channel.size();
            ByteBuffer last = ByteBuffer.allocate(1);
            while (end > 0) {
                last.clear();
                channel.read(last, end - 1);
                if (last.get(0) == '\n') {
                    break;
                }
                end--;
            }
            channel.truncate(end);
            channel.position(end);
            return channel;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            open.values().forEach(StreamWriters::closed);
            open.clear();
        } finally {
            lock.unlock();
        }
    }
}
