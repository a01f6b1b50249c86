package io.slipway.emulator.transform.record;

import java.io.IOException;

/** An object cannot be taken apart as the request says; the message is for the job's data log. */
public final class MalformedInputException extends IOException {
    private static final long serialVersionUID = 1L;

    public MalformedInputException(String message) {
        super(message);
    }

    static MalformedInputException tooLarge(long limit) {
        return new MalformedInputException("ClientError: Record is larger than the maximum payload size of "
                + limit / PayloadReader.MEGABYTE + " MB. Increase MaxPayloadInMB, or split the input");
    }
}
