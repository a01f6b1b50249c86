package io.slipway.emulator.transform.record;

/**
 * How payloads are made.
 *
 * @param multiRecord whether a payload holds as many records as fit; has no meaning where objects are not split
 * @param limit of a payload, in bytes
 */
public record Splitting(SplitType type, boolean multiRecord, int limit) {
    public Splitting {
        if (type == SplitType.NONE) {
            multiRecord = false;
        }
    }
}
