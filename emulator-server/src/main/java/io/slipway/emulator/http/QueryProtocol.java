package io.slipway.emulator.http;

import io.slipway.emulator.aws.Service;
import io.slipway.emulator.dispatch.BoundOperation;
import io.slipway.emulator.dispatch.Dispatcher;
import io.slipway.emulator.dispatch.RequestContext;
import io.slipway.emulator.model.ApiModel;
import io.slipway.emulator.model.QueryBinding;
import io.slipway.emulator.wire.ApiError;
import io.slipway.emulator.wire.ApiException;
import io.slipway.emulator.wire.Document;
import io.slipway.emulator.wire.FormBody;
import io.slipway.emulator.wire.XmlBody;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * The AWS query protocol: a form in, XML out.
 *
 * @see <a href="https://smithy.io/2.0/aws/protocols/aws-query-protocol.html">AWS query protocol</a>
 */
final class QueryProtocol implements Protocol {

    private static final int LARGEST_BODY = 1 << 20;
    private static final String CONTENT_TYPE = "text/xml";

    /** The {@code Version} that tells the services apart when nothing else does. */
    private static final Map<String, Service> VERSIONS =
            Map.of("2011-06-15", Service.STS, "2010-05-08", Service.IAM, "2010-08-01", Service.CLOUDWATCH);

    private final Dispatcher dispatcher;
    private final String queryString;
    private Optional<Service> service;
    private String operation = "";

    QueryProtocol(Dispatcher dispatcher, Optional<Service> service, String queryString) {
        this.dispatcher = dispatcher;
        this.service = service;
        this.queryString = queryString;
    }

    @Override
    public int largestBody() {
        return LARGEST_BODY;
    }

    @Override
    public Answer answer(RequestContext context, byte[] body) {
        String form = body.length == 0 ? queryString : new String(body, StandardCharsets.UTF_8);
        Document parameters = FormBody.read(form);
        operation = parameters.findString("Action").orElse("");
        service = service.or(
                () -> parameters.findString("Version").map(VERSIONS::get).or(() -> Optional.of(Service.STS)));
        if (operation.isEmpty()) {
            throw new ApiException(ApiError.UNKNOWN_OPERATION, "The request names no Action.");
        }
        BoundOperation bound = dispatcher.get(service.orElseThrow(), operation);
        Document request = bound.model()
                .input()
                .map(shape -> QueryBinding.fromForm(shape, parameters))
                .orElse(Document.EMPTY);
        Document response = bound.handle(context, request).orElse(Document.EMPTY);
        Document elements = bound.model()
                .output()
                .map(shape -> QueryBinding.toXml(shape, response))
                .orElse(Document.EMPTY);
        String wrapper = bound.model().resultWrapper().orElse("");
        return Answer.ok(CONTENT_TYPE, XmlBody.write(operation, wrapper, namespace(), elements, context.requestId()));
    }

    @Override
    public Answer error(ApiException error, String requestId) {
        String code = QueryErrors.code(service.orElse(Service.STS), error.error());
        boolean isSender = QueryErrors.isSender(error.error());
        byte[] body = XmlBody.writeError(namespace(), isSender, code, error.text(), requestId);
        return Answer.error(error.error().httpStatus(), CONTENT_TYPE, code, body);
    }

    private String namespace() {
        return service.map(known -> ApiModel.of(known).xmlNamespace()).orElse("");
    }

    @Override
    public String operation() {
        return operation;
    }
}
