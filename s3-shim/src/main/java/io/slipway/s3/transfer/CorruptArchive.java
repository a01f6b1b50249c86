package io.slipway.s3.transfer;

import java.io.IOException;
import java.util.Objects;

/** An archive's bytes make no sense, as opposed to a disk that fails while it is unpacked. */
final class CorruptArchive extends IOException {

    private static final long serialVersionUID = 1L;

    CorruptArchive(String message) {
        super(message);
    }

    CorruptArchive(Exception cause) {
        super(Objects.requireNonNullElse(cause.getMessage(), "it ends too early"), cause);
    }
}
