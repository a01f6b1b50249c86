package io.slipway.emulator.transform.record;

import java.io.IOException;

/** What becomes of a record before it is sent. */
public interface RecordFilter {
    /** Records go as they are. */
    RecordFilter NONE = new RecordFilter() {
        @Override
        public byte[] apply(byte[] record) {
            return record;
        }

        @Override
        public boolean keepsOriginals() {
            return false;
        }
    };

    /** @throws MalformedInputException if the record is not of the format that the filter needs */
    byte[] apply(byte[] record) throws IOException;

    /** Whether the record as it was is needed again when its answer is there. */
    boolean keepsOriginals();
}
