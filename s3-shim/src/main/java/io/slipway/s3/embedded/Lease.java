package io.slipway.s3.embedded;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Blobs that stay readable until this is closed. */
final class Lease implements AutoCloseable {

    private final Blobs blobs;
    private final List<Long> numbers;
    private final AtomicBoolean closed = new AtomicBoolean();

    Lease(Blobs blobs, List<Long> numbers) {
        this.blobs = blobs;
        this.numbers = List.copyOf(numbers);
    }

    Blobs blobs() {
        return blobs;
    }

    List<Long> numbers() {
        return numbers;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            blobs.release(numbers);
        }
    }
}
