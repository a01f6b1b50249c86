package io.slipway.emulator.model;

import io.slipway.emulator.model.Shape.StructureShape;
import java.util.List;
import java.util.Optional;

/**
 * An operation as the service's model has it.
 *
 * @param output empty if the service answers without a body
 * @param errors the names of the errors that the model declares
 * @param http method and path pattern, {@code POST /endpoints/{EndpointName}/invocations}
 * @param responseCode the status of REST protocols' answers
 * @param resultWrapper the element round the result in the query protocol
 */
public record OperationModel(
        String name,
        Optional<StructureShape> input,
        Optional<StructureShape> output,
        List<String> errors,
        String http,
        int responseCode,
        Optional<String> resultWrapper) {}
