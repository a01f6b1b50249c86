package io.slipway.emulator.transform.invoke;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What a container answered: in memory while it is small, in a file from then on. Closing it removes the file. */
public final class ResponseBody implements AutoCloseable {
    private static final int IN_MEMORY = 1 << 20;

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
    ResponseBody(Path directory, Optional<String> contentType) {
        this.directory = directory;
        this.contentType = contentType;
    }

    /** @param content all of it */
    public static ResponseBody of(byte[] content, Path directory) throws IOException {
        var body = new ResponseBody(directory, Optional.empty());
        body.append(ByteBuffer.wrap(content));
        body.finish();
        return body;
    }

    void append(ByteBuffer buffer) throws IOException {
        if (!buffer.hasRemaining()) {
            return;
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        last = bytes[bytes.length - 1];
        if (fileStream.isEmpty() && memory.size() + bytes.length > IN_MEMORY) {
            moveToFile();
        }
        if (fileStream.isPresent()) {
            fileStream.get().write(bytes);
        } else {
            memory.writeBytes(bytes);
        }
    }

    void finish() throws IOException {
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
        return file.isPresent() ? RequestBody.streaming(this::open) : RequestBody.of(memory.toByteArray());
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
