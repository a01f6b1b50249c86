package io.slipway.emulator.http;

import io.slipway.emulator.dispatch.RequestContext;
import io.slipway.emulator.wire.ApiError;

/** How one call is read and answered. */
sealed interface Protocol permits JsonProtocol, QueryProtocol {

    /** The largest body that it takes, in bytes. */
    int largestBody();

    /**
     * Reads the call, has it done, writes what came of it.
     *
     * @throws io.slipway.emulator.wire.ApiException with what the client is told
     */
    Answer answer(RequestContext context, byte[] body);

    Answer error(ApiError error, String message, String requestId);

    /** For the log. */
    String operation();
}
