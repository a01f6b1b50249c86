package io.slipway.emulator.http;

import io.slipway.emulator.aws.Service;
import io.slipway.emulator.dispatch.BoundOperation;
import io.slipway.emulator.dispatch.Dispatcher;
import io.slipway.emulator.dispatch.RequestContext;
import io.slipway.emulator.model.ApiModel;
import io.slipway.emulator.wire.ApiException;
import io.slipway.emulator.wire.JsonBody;

/**
 * AWS JSON 1.0 and 1.1.
 *
 * @param contentType of the request, which the answer repeats
 * @see <a href="https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html">AWS JSON 1.1 protocol</a>
 */
record JsonProtocol(Dispatcher dispatcher, Service service, String operation, String contentType) implements Protocol {

    @Override
    public Answer answer(RequestContext context, byte[] body) {
        BoundOperation bound = dispatcher.get(service, operation);
        return bound.handle(context, JsonBody.read(body))
                .map(response -> Answer.ok(contentType, JsonBody.write(response)))
                .orElseGet(() -> Answer.empty(contentType));
    }

    @Override
    public Answer error(ApiException error, String requestId) {
        String code = error.error().code();
        boolean isModelled = ApiModel.of(service)
                .findOperation(operation)
                .filter(model -> model.errors().contains(code))
                .isPresent();
        byte[] body = JsonBody.writeError(code, error.text(), isModelled, error.details());
        return Answer.error(
                error.error().httpStatus(), contentType, code, QueryErrors.headers(service, error.error()), body);
    }
}
