package io.slipway.emulator.transform;

import io.slipway.emulator.transform.invoke.ResponseBody;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Optional;

/** The answers to one object's payloads as one stream. It fails when one of them failed, so that nothing partial is stored. */
final class AssembledAnswers extends InputStream {
    private static final byte[] LINE_FEED = {'\n'};

    private final OrderedInvocations invocations;
    private final boolean withLines;
    private InputStream current = InputStream.nullInputStream();
    private Optional<ResponseBody> body = Optional.empty();
    private boolean ended;
    private Optional<IOException> failure = Optional.empty();

    /** @param withLines whether each answer ends its line ({@code AssembleWith: Line}) */
    AssembledAnswers(OrderedInvocations invocations, boolean withLines) {
        this.invocations = invocations;
        this.withLines = withLines;
    }

    /** Why the stream broke, if it did. */
    Optional<IOException> failure() {
        return failure;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        try {
            int count = current.read(bytes, offset, length);
            while (count < 0 && advance()) {
                count = current.read(bytes, offset, length);
            }
            return count;
        } catch (IOException e) {
            failure = Optional.of(e);
            throw e;
        }
    }

    private boolean advance() throws IOException {
        if (withLines && body.isPresent() && !body.get().endsWithLineFeed()) {
            closeCurrent();
            current = new java.io.ByteArrayInputStream(LINE_FEED);
            return true;
        }
        closeCurrent();
        if (ended) {
            return false;
        }
        body = take();
        ended = body.isEmpty();
        current = body.isPresent() ? body.get().open() : InputStream.nullInputStream();
        return !ended;
    }

    private Optional<ResponseBody> take() throws IOException {
        try {
            return invocations.next();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the job was stopped");
        }
    }

    private void closeCurrent() throws IOException {
        current.close();
        body.ifPresent(ResponseBody::close);
        body = Optional.empty();
    }

    @Override
    public void close() throws IOException {
        closeCurrent();
        ended = true;
    }
}
