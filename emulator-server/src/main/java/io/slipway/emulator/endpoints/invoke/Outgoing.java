package io.slipway.emulator.endpoints.invoke;

import io.slipway.emulator.serving.client.ContainerRequest;
import io.slipway.emulator.serving.client.RequestBody;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What is sent to a container. */
record Outgoing(
        Optional<String> contentType,
        Optional<String> accept,
        Optional<String> customAttributes,
        Optional<String> inferenceId,
        Optional<String> targetModel,
        RequestBody body) {

    private static final String NO_TYPE = "application/octet-stream";

    static Outgoing of(InvocationRequest request, RequestBody body) {
        return new Outgoing(
                request.contentType(),
                request.accept(),
                request.customAttributes(),
                request.inferenceId(),
                request.targetModel(),
                body);
    }

    /** To another container than the last gets no {@code Accept}: what the client wants is the last answer. */
    Outgoing withoutAccept() {
        return new Outgoing(contentType, Optional.empty(), customAttributes, inferenceId, targetModel, body);
    }

    /** The answer of the container before, sent on. */
    Outgoing carrying(WholeAnswer answer) {
        return new Outgoing(
                answer.contentType(),
                accept,
                customAttributes,
                inferenceId,
                targetModel,
                RequestBody.of(answer.body()));
    }

    ContainerRequest to(String path) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", contentType.orElse(NO_TYPE));
        accept.ifPresent(value -> headers.put("Accept", value));
        customAttributes.ifPresent(value -> headers.put(Headers.CUSTOM_ATTRIBUTES, value));
        inferenceId.ifPresent(value -> headers.put(Headers.INFERENCE_ID, value));
        targetModel.ifPresent(value -> headers.put(Headers.TARGET_MODEL, value));
        return ContainerRequest.post(path, headers, body);
    }
}
