package io.slipway.emulator.logs;

import io.slipway.emulator.wire.ApiError;
import io.slipway.emulator.wire.ApiException;

/** A place in a stream, as CloudWatch Logs' own tokens look: {@code f/…} goes on forward, {@code b/…} backward. */
record EventToken(boolean backward, long offset) {

    static EventToken parse(String text) {
        if (!text.matches("[fb]/\\d{1,18}")) {
            throw new ApiException(ApiError.INVALID_PARAMETER, "The specified nextToken is invalid.");
        }
        return new EventToken(text.charAt(0) == 'b', Long.parseLong(text.substring(2)));
    }

    @Override
    public String toString() {
        return String.format("%s/%018d", backward ? "b" : "f", offset);
    }
}
