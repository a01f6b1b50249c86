package io.slipway.emulator.transform.record;

import java.io.IOException;
import java.util.Optional;

/** The records of one object, in order. */
@FunctionalInterface
public interface RecordReader {
    /**
     * The next record, as it is to be sent.
     *
     * @return empty at the end of the object
     * @throws MalformedInputException if the bytes do not follow the format, or a record is larger than a payload may be
     */
    Optional<byte[]> next() throws IOException;
}
