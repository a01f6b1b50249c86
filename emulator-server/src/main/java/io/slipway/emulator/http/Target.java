package io.slipway.emulator.http;

import io.slipway.emulator.aws.Service;
import java.util.Map;
import java.util.Optional;

/** Whom a request is for. */
sealed interface Target {

    record ObjectStorage() implements Target {}

    /** {@code /_slipway/...}. */
    record OwnPage() implements Target {}

    /** AWS JSON: the operation is named by a header. */
    record JsonCall(Service service, String operation) implements Target {}

    /** Smithy RPC v2 CBOR: service and operation are named by the path. */
    record CborCall(Service service, String operation) implements Target {}

    /** The query protocol: the operation is named in the form; the service is too, if nothing else names it. */
    record FormCall(Optional<Service> service) implements Target {}

    /**
     * REST-JSON: the operation is named by method and path.
     *
     * @param labels the parts of the path that stand for members, decoded
     */
    record RestCall(Service service, String operation, Map<String, String> labels) implements Target {}

    /** @param reason what the client is told */
    record Nobody(String reason) implements Target {}
}
