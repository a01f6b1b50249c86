package io.slipway.emulator.endpoints.invoke;

import io.slipway.emulator.wire.Document;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;

/** An asynchronous request that was taken, and where its answer will be. */
record Accepted(String inferenceId, String outputLocation, Optional<String> failureLocation) {

    static final int STATUS = 202;

    Document body() {
        return Document.EMPTY.with("InferenceId", inferenceId);
    }

    void addTo(HttpFields.Mutable headers) {
        headers.put(Headers.OUTPUT_LOCATION, outputLocation);
        failureLocation.ifPresent(location -> headers.put(Headers.FAILURE_LOCATION, location));
    }
}
