package io.slipway.emulator.http;

import io.slipway.emulator.dispatch.BoundOperation;
import io.slipway.emulator.dispatch.Dispatcher;
import io.slipway.emulator.dispatch.RequestContext;
import io.slipway.emulator.http.Target.RestCall;
import io.slipway.emulator.model.ApiModel;
import io.slipway.emulator.model.RestBinding;
import io.slipway.emulator.wire.ApiError;
import io.slipway.emulator.wire.ApiException;
import io.slipway.emulator.wire.Document;
import io.slipway.emulator.wire.JsonBody;
import java.util.Optional;

/**
 * REST-JSON: the model says which members are in the path, the query string and headers, and whether the body is the others
 * as JSON or one member's own bytes.
 *
 * @see <a href="https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html">AWS restJson1 protocol</a>
 */
record RestJsonProtocol(Dispatcher dispatcher, RestCall call, RequestHead head) implements Protocol {

    /** Above what any operation's model allows, for the model to name its own limit. */
    private static final int LARGEST_BODY = 32 << 20;

    @Override
    public int largestBody() {
        return LARGEST_BODY;
    }

    @Override
    public Answer answer(RequestContext context, byte[] body) {
        BoundOperation bound = dispatcher.get(call.service(), call.operation());
        Document request = bound.model()
                .input()
                .map(shape -> RestBinding.fromRequest(shape, new Places(call, head), body))
                .orElse(Document.EMPTY);
        Document response = bound.handle(context, request).orElse(Document.EMPTY);
        int status = bound.model().responseCode();
        return bound.model()
                .output()
                .map(shape -> answer(status, RestBinding.toResponse(shape, response)))
                .orElseGet(() -> Answer.empty(RestBinding.JSON));
    }

    private static Answer answer(int status, RestBinding.Response response) {
        return Answer.of(status, response.contentType(), response.headers(), response.body());
    }

    @Override
    public Answer error(ApiException error, String requestId) {
        String code = code(error.error());
        byte[] body = JsonBody.writeError(code, error.text(), true, error.details());
        return Answer.error(error.error().httpStatus(), RestBinding.JSON, code, body);
    }

    /** The runtime has a name of its own for what the others call a ValidationException. */
    private String code(ApiError error) {
        boolean isRenamed = error == ApiError.VALIDATION_EXCEPTION
                && ApiModel.of(call.service())
                        .findOperation(call.operation())
                        .filter(model -> model.errors().contains("ValidationError"))
                        .isPresent();
        return isRenamed ? "ValidationError" : error.code();
    }

    @Override
    public String operation() {
        return call.operation();
    }

    private record Places(RestCall call, RequestHead head) implements RestBinding.Places {

        @Override
        public Optional<String> label(String name) {
            return Optional.ofNullable(call.labels().get(name));
        }

        @Override
        public Optional<String> queryParameter(String name) {
            return head.parameter(name);
        }

        @Override
        public Optional<String> header(String name) {
            return Optional.of(head.header(name)).filter(value -> !value.isEmpty());
        }
    }
}
