package io.slipway.emulator.endpoints.invoke;

import io.slipway.emulator.endpoints.fleet.Replica;
import java.util.List;

/** Which containers of an instance a request goes through. */
final class TargetRules {

    private TargetRules() {}

    /** In order; never none. */
    static List<Replica.Member> members(InvocationRequest request, Replica replica) throws InvocationException {
        boolean multiModel = replica.isMultiModel();
        if (multiModel && request.targetModel().isEmpty()) {
            throw InvocationException.validation(
                    "Request " + request.context().requestId() + " is missing a target model header.");
        }
        if (!multiModel && request.targetModel().isPresent()) {
            throw InvocationException.validation("Endpoint " + request.endpoint()
                    + " is not a multi-model endpoint and does not support target model header.");
        }
        if (!replica.isDirect()) {
            if (request.targetContainer().isPresent()) {
                throw InvocationException.validation("Endpoint " + request.endpoint()
                        + " is not a multi-container endpoint with direct invocation and does not support target"
                        + " container hostname header.");
            }
            return replica.members();
        }
        String hostname = request.targetContainer()
                .orElseThrow(() -> InvocationException.validation("Request "
                        + request.context().requestId() + " is missing a target container hostname header."));
        return List.of(replica.member(hostname)
                .orElseThrow(() -> InvocationException.validation(
                        "Container " + hostname + " not found for endpoint " + request.endpoint() + ".")));
    }
}
