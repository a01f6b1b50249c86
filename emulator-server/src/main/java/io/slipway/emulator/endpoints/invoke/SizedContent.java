package io.slipway.emulator.endpoints.invoke;

import java.io.InputStream;
import org.eclipse.jetty.client.InputStreamRequestContent;
import org.eclipse.jetty.io.ByteBufferPool;

/** A stream of a known length: many model servers read no chunked requests. */
final class SizedContent extends InputStreamRequestContent {

    private static final ByteBufferPool.Sized BUFFERS =
            new ByteBufferPool.Sized(ByteBufferPool.NON_POOLING, false, 64 << 10);

    private final long length;

    SizedContent(String contentType, InputStream stream, long length) {
        super(contentType, stream, BUFFERS);
        this.length = length;
    }

    @Override
    public long getLength() {
        return length;
    }
}
