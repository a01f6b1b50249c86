package io.slipway.emulator.logs;

import io.slipway.emulator.job.ControlCharacters;
import io.slipway.emulator.job.JobLogs;
import io.slipway.emulator.wire.Document;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Groups and streams as directories and files: {@code <region>/<group>/<stream>}. A stream is one file that only grows,
 * a line an event, so that a place in it is a page token, however long it is.
 */
public final class LogStore implements JobLogs, AutoCloseable {

    /** How far ahead of its coming an event's time may lie: clients set the times of theirs. */
    private static final long LATEST_MILLIS = Duration.ofDays(1).toMillis();

    private final Path directory;
    private final StreamWriters writers;

    private LogStore(Path directory) {
        this.directory = directory;
        this.writers = new StreamWriters(name -> file(name.region(), name.group(), name.stream()));
    }

    /** @param directory made if it is not there */
    public static LogStore open(Path directory) {
        try {
            Files.createDirectories(directory);
            return new LogStore(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void append(String region, String group, String stream, Instant time, String line) {
        put(region, group, stream, time.toEpochMilli(), ControlCharacters.escape(line));
    }

    @Override
    public void open(String region, String group) {
        createGroup(region, group);
    }

    /** Adds an event as it is, making group and stream when they are new. */
    void put(String region, String group, String stream, long timeMillis, String message) {
        writers.append(new StreamName(region, group, stream), EventLine.encode(timeMillis, message));
    }

    /** Adds events of one request, in one go. */
    void putAll(String region, String group, String stream, List<Document> events) {
        var lines = new ByteArrayOutputStream();
        for (Document event : events) {
            lines.writeBytes(EventLine.encode(event.getLong("timestamp"), event.getString("message")));
        }
        writers.append(new StreamName(region, group, stream), lines.toByteArray());
    }

    /** Makes an empty group; false if it is there. */
    boolean createGroup(String region, String group) {
        return create(group(region, group), Files::createDirectories);
    }

    /** Makes an empty stream; false if it is there. */
    boolean createStream(String region, String group, String stream) {
        return create(file(region, group, stream), Files::createFile);
    }

    private interface Creation {
        Path create(Path path) throws IOException;
    }

    private static boolean create(Path path, Creation creation) {
        if (Files.exists(path)) {
            return false;
        }
        try {
            creation.create(path);
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean groupExists(String region, String group) {
        return Files.isDirectory(group(region, group));
    }

    boolean streamExists(String region, String group, String stream) {
        return Files.exists(file(region, group, stream));
    }

    /** Whether a stream was added to so late that it may hold events of that time or later. */
    boolean mayHoldSince(String region, String group, String stream, long timeMillis) {
        try {
            long changed =
                    Files.getLastModifiedTime(file(region, group, stream)).toMillis();
            return changed + LATEST_MILLIS >= timeMillis;
        } catch (IOException e) {
            return false;
        }
    }

    /** The stream's events, or empty if there is no such stream. */
    Optional<StreamReader> read(String region, String group, String stream) {
        Path file = file(region, group, stream);
        return Files.exists(file) ? Optional.of(new StreamReader(file)) : Optional.empty();
    }

    /** Names, in their order. */
    List<String> groups(String region) {
        return names(region(region));
    }

    /** Names, in their order. */
    List<String> streams(String region, String group) {
        return names(group(region, group));
    }

    /** Epoch milliseconds of the making of a group. */
    long groupCreated(String region, String group) {
        return created(group(region, group));
    }

    long streamCreated(String region, String group, String stream) {
        return created(file(region, group, stream));
    }

    void deleteStream(String region, String group, String stream) {
        delete(file(region, group, stream));
    }

    void deleteGroup(String region, String group) {
        streams(region, group).forEach(stream -> deleteStream(region, group, stream));
        delete(group(region, group));
    }

    private void delete(Path path) {
        writers.close(path);
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long created(Path path) {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class)
                    .creationTime()
                    .toMillis();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> names(Path parent) {
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(parent)) {
            return children.map(child -> LogName.ofFileName(child.getFileName().toString()))
                    .sorted(Comparator.naturalOrder())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path region(String region) {
        return directory.resolve(LogName.toFileName(region));
    }

    private Path group(String region, String group) {
        return region(region).resolve(LogName.toFileName(group));
    }

    private Path file(String region, String group, String stream) {
        return group(region, group).resolve(LogName.toFileName(stream));
    }

    @Override
    public void close() {
        writers.close();
    }
}
