package io.slipway.emulator.endpoints.invoke;

import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/**
 * What is sent to a container.
 *
 * @param body asked once for each attempt
 */
record Outgoing(
        Optional<String> contentType,
        Optional<String> accept,
        Optional<String> customAttributes,
        Optional<String> inferenceId,
        Optional<String> targetModel,
        Supplier<Request.Content> body) {

    private static final String NO_TYPE = "application/octet-stream";

    static Outgoing of(InvocationRequest request, Supplier<Request.Content> body) {
        return new Outgoing(
                request.contentType(),
                request.accept(),
                request.customAttributes(),
                request.inferenceId(),
                request.targetModel(),
                body);
    }

    static Request.Content content(Optional<String> contentType, byte[] bytes) {
        return new BytesRequestContent(contentType.orElse(NO_TYPE), bytes);
    }

    /** To another container than the last gets no {@code Accept}: what the client wants is the last answer. */
    Outgoing withoutAccept() {
        return new Outgoing(contentType, Optional.empty(), customAttributes, inferenceId, targetModel, body);
    }

    /** The answer of the container before, sent on. */
    Outgoing carrying(Optional<String> type, byte[] bytes) {
        return new Outgoing(type, accept, customAttributes, inferenceId, targetModel, () -> content(type, bytes));
    }

    void addTo(HttpFields.Mutable headers) {
        contentType.ifPresent(value -> headers.put(HttpHeader.CONTENT_TYPE, value));
        accept.ifPresent(value -> headers.put(HttpHeader.ACCEPT, value));
        customAttributes.ifPresent(value -> headers.put(Headers.CUSTOM_ATTRIBUTES, value));
        inferenceId.ifPresent(value -> headers.put(Headers.INFERENCE_ID, value));
        targetModel.ifPresent(value -> headers.put(Headers.TARGET_MODEL, value));
    }
}
