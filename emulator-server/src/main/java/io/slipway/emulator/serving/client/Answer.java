package io.slipway.emulator.serving.client;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.jspecify.annotations.Nullable;

/** What a container answers; the body is read while it comes. Closing it before its end breaks the rest off. */
public final class Answer implements AutoCloseable {

    private final ClassicHttpResponse response;
    private final Connection connection;
    private final Runnable release;
    private final @Nullable HttpEntity entity;
    private final Body body;

    /** @param release called once, when the connection is no longer needed */
    Answer(ClassicHttpResponse response, Connection connection, Runnable release) throws IOException {
        this.response = response;
        this.connection = connection;
        this.release = release;
        this.entity = response.getEntity();
        this.body = new Body(entity == null ? InputStream.nullInputStream() : entity.getContent());
    }

    public int status() {
        return response.getCode();
    }

    public Optional<String> header(String name) {
        Header header = response.getFirstHeader(name);
        return header == null ? Optional.empty() : Optional.ofNullable(header.getValue());
    }

    /**
     * Reads the whole body.
     *
     * @throws Undelivered if it breaks off, or is longer than that
     */
    public byte[] bytes(int most) throws IOException {
        long length = entity == null ? 0 : entity.getContentLength();
        byte[] bytes = length < 0 || length > most ? body.readNBytes(most + 1) : announced((int) length);
        if (bytes.length > most) {
            throw new Undelivered(Undelivered.Stage.INCOMPLETE, "the answer is too long");
        }
        return bytes;
    }

    private byte[] announced(int length) throws IOException {
        byte[] bytes = new byte[length];
        int count = body.readNBytes(bytes, 0, length);
        // Only when its end is seen does the connection stay.
        if (count < length || body.read() >= 0) {
            throw new Undelivered(Undelivered.Stage.INCOMPLETE, "the answer has another length than it says");
        }
        return bytes;
    }

    /** Reading fails as {@link Undelivered}; to be closed by its reader, or with the answer. */
    public InputStream body() {
        return body;
    }

    @Override
    public void close() {
        body.close();
    }

    private final class Body extends InputStream {

        private final InputStream content;
        private boolean ended;
        private boolean closed;

        Body(InputStream content) {
            this.content = content;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (ended) {
                return -1;
            }
            try {
                int count = content.read(bytes, offset, length);
                ended = count < 0;
                return count;
            } catch (IOException e) {
                throw connection.failure(e);
            }
        }

        @Override
        public void close() {
            if (closed) {
                return;
            }
            closed = true;
            if (!ended) {
                connection.close();
            }
            release.run();
        }
    }
}
