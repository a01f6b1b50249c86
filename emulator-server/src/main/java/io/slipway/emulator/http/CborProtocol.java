package io.slipway.emulator.http;

import io.slipway.emulator.aws.Service;
import io.slipway.emulator.dispatch.BoundOperation;
import io.slipway.emulator.dispatch.Dispatcher;
import io.slipway.emulator.dispatch.RequestContext;
import io.slipway.emulator.model.CborBinding;
import io.slipway.emulator.model.Shape.StructureShape;
import io.slipway.emulator.wire.ApiException;
import io.slipway.emulator.wire.CborBody;
import io.slipway.emulator.wire.Document;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Smithy RPC v2 CBOR.
 *
 * @see <a href="https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html">Smithy RPC v2 CBOR</a>
 */
record CborProtocol(Dispatcher dispatcher, Service service, String operation) implements Protocol {

    /** In requests and responses; its header's name is {@code smithy-protocol}. */
    static final String NAME = "rpc-v2-cbor";

    static final String HEADER = "smithy-protocol";

    private static final String CONTENT_TYPE = "application/cbor";
    private static final byte[] NO_BODY = {};

    @Override
    public Answer answer(RequestContext context, byte[] body) {
        BoundOperation bound = dispatcher.get(service, operation);
        Optional<Document> response = bound.handle(context, CborBody.read(body));
        Optional<StructureShape> output = bound.model().output();
        byte[] bytes = output.flatMap(shape -> response.map(found -> CborBinding.write(shape, found)))
                .orElse(NO_BODY);
        return Answer.of(200, CONTENT_TYPE, Map.of(HEADER, NAME), bytes);
    }

    @Override
    public Answer error(ApiException error, String requestId) {
        String code = error.error().code();
        Map<String, String> headers = new HashMap<>(QueryErrors.headers(service, error.error()));
        headers.put(HEADER, NAME);
        byte[] body = CborBody.writeError(code, error.text());
        return Answer.error(error.error().httpStatus(), CONTENT_TYPE, code, headers, body);
    }
}
