package io.slipway.emulator.transform.record;

import java.util.List;

/**
 * The body of one request. To be closed when it has been sent for the last time.
 *
 * @param body of which the first {@code length} bytes are meant, not to be changed
 * @param originals the records that it was made of, as they were before the input filter
 * @param release lets the body be used for another one
 */
@SuppressWarnings("ArrayRecordComponent")
public record Payload(byte[] body, int length, List<byte[]> originals, Runnable release) implements AutoCloseable {

    public Payload {
        originals = List.copyOf(originals);
    }

    /** @param body all of it, and nobody else's */
    public static Payload of(byte[] body, List<byte[]> originals) {
        return new Payload(body, body.length, originals, () -> {});
    }

    @Override
    public void close() {
        release.run();
    }
}
