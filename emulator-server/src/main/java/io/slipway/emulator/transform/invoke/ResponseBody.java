package io.slipway.emulator.transform.invoke;

import io.slipway.emulator.serving.client.RequestBody;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/** What a container answered: in memory while it is small, in a file from then on. Closing it removes the file. */
public final class ResponseBody implements AutoCloseable {
    private static final int IN_MEMORY = 1 << 20;
    private static final int BUFFER = 1 << 13;

    private final Path directory;
    private final Optional<String> contentType;
    private ByteArrayOutputStream memory = new ByteArrayOutputStream();
    private Optional<Path> file = Optional.empty();
    private Optional<OutputStream> fileStream = Optional.empty();
    private int last = -1;

    /**
     * @param directory for the file
     * @param contentType if the container named one
     */
    private ResponseBody(Path directory, Optional<String> contentType) {
        this.directory = directory;
        this.contentType = contentType;
    }

    /** Reads all that a container answers. */
    static ResponseBody read(InputStream answer, Optional<String> contentType, Path directory) throws IOException {
        var body = new ResponseBody(directory, contentType);
        boolean complete = false;
        try {
            byte[] buffer = new byte[BUFFER];
            for (int count = answer.read(buffer); count >= 0; count = answer.read(buffer)) {
                body.append(buffer, count);
            }
            body.finish();
            complete = true;
            return body;
        } finally {
            if (!complete) {
                body.close();
            }
        }
    }

    /** @param content all of it */
    public static ResponseBody of(byte[] content, Path directory) throws IOException {
        var body = new ResponseBody(directory, Optional.empty());
        body.append(content, content.length);
        body.finish();
        return body;
    }

    private void append(byte[] bytes, int length) throws IOException {
        if (length == 0) {
            return;
        }
        last = bytes[length - 1];
        if (fileStream.isEmpty() && memory.size() + length > IN_MEMORY) {
            moveToFile();
        }
        if (fileStream.isPresent()) {
            fileStream.get().write(bytes, 0, length);
        } else {
            memory.write(bytes, 0, length);
        }
    }

    private void finish() throws IOException {
        if (fileStream.isPresent()) {
            fileStream.get().close();
        }
    }

    /** Whether the last byte is a line feed; not so for an empty body. */
    public boolean endsWithLineFeed() {
        return last == '\n';
    }

    public InputStream open() throws IOException {
        return file.isPresent() ? Files.newInputStream(file.get()) : new ByteArrayInputStream(memory.toByteArray());
    }

    Optional<String> contentType() {
        return contentType;
    }

    /** To send it on. */
    RequestBody asRequest() {
        return file.isPresent()
                ? RequestBody.streaming(this::open, OptionalLong.empty())
                : RequestBody.of(memory.toByteArray());
    }

    public byte[] readAll() throws IOException {
        try (InputStream stream = open()) {
            return stream.readAllBytes();
        }
    }

    @Override
    public void close() {
        try {
            finish();
            if (file.isPresent()) {
                Files.deleteIfExists(file.get());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void moveToFile() throws IOException {
        Path path = Files.createTempFile(directory, "response", "");
        file = Optional.of(path);
        OutputStream stream = Files.newOutputStream(path);
        fileStream = Optional.of(stream);
        memory.writeTo(stream);
        memory = new ByteArrayOutputStream();
    }
}
