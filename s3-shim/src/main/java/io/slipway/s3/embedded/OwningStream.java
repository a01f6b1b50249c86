package io.slipway.s3.embedded;

import java.io.FilterInputStream;
import java.io.IOException;

/** A stream that closes its reader. */
final class OwningStream extends FilterInputStream {

    private final ObjectReader reader;

    OwningStream(ObjectReader reader, long offset, long length) {
        super(reader.stream(offset, length));
        this.reader = reader;
    }

    @Override
    public void close() throws IOException {
        try {
            super.close();
        } finally {
            reader.close();
        }
    }
}
