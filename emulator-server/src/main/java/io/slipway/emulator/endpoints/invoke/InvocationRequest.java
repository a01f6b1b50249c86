package io.slipway.emulator.endpoints.invoke;

import io.slipway.emulator.dispatch.RequestContext;
import java.util.Optional;

/**
 * One request to an endpoint, whichever way it came.
 *
 * @param endpoint its name, as the client spelled it
 * @param customAttributes and the others: what goes on to the container as it came
 * @param targetModel of a multi-model container
 * @param targetContainer host name of a container of a direct multi-container model
 */
record InvocationRequest(
        RequestContext context,
        String endpoint,
        Optional<String> contentType,
        Optional<String> accept,
        Optional<String> customAttributes,
        Optional<String> inferenceId,
        Optional<String> targetVariant,
        Optional<String> targetModel,
        Optional<String> targetContainer) {

    /** The same for one variant. */
    InvocationRequest to(String variant) {
        return new InvocationRequest(
                context,
                endpoint,
                contentType,
                accept,
                customAttributes,
                inferenceId,
                Optional.of(variant),
                targetModel,
                targetContainer);
    }
}
