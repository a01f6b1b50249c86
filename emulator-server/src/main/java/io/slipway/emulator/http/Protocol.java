package io.slipway.emulator.http;

import io.slipway.emulator.dispatch.RequestContext;
import io.slipway.emulator.wire.ApiException;

/** How one call is read and answered. */
sealed interface Protocol permits CborProtocol, JsonProtocol, QueryProtocol, RestJsonProtocol {

    /** The largest body that it takes, in bytes: unless a protocol says otherwise, what a document of the services needs. */
    default int largestBody() {
        return 8 << 20;
    }

    /**
     * Reads the call, has it done, writes what came of it.
     *
     * @throws ApiException with what the client is told
     */
    Answer answer(RequestContext context, byte[] body);

    Answer error(ApiException error, String requestId);

    /** For the log. */
    String operation();
}
