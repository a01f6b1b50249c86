package io.slipway.emulator.transform.record;

import java.util.List;

/**
 * The body of one request.
 *
 * @param body not to be changed
 * @param originals the records that it was made of, as they were before the input filter
 */
@SuppressWarnings("ArrayRecordComponent")
public record Payload(byte[] body, List<byte[]> originals) {
    public Payload {
        originals = List.copyOf(originals);
    }
}
