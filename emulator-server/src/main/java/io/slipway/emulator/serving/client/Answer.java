package io.slipway.emulator.serving.client;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;

/** What a container answers; the body is read while it comes. Closing it before its end breaks the rest off. */
public final class Answer implements AutoCloseable {

    private final ClassicHttpResponse response;
    private final Connection connection;
    private final Runnable release;
    private final Body body;

    /** @param release called once, when the connection is no longer needed */
    Answer(ClassicHttpResponse response, Connection connection, Runnable release) throws IOException {
        this.response = response;
        this.connection = connection;
        this.release = release;
        HttpEntity entity = response.getEntity();
        this.body = new Body(entity == null ? InputStream.nullInputStream() : entity.getContent());
    }

    public int status() {
        return response.getCode();
    }

    public Optional<String> header(String name) {
        Header header = response.getFirstHeader(name);
        return header == null ? Optional.empty() : Optional.ofNullable(header.getValue());
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
