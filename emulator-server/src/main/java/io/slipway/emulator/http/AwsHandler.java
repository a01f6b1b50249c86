package io.slipway.emulator.http;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.slipway.emulator.dispatch.Dispatcher;
import io.slipway.emulator.dispatch.RequestContext;
import io.slipway.emulator.http.Target.CborCall;
import io.slipway.emulator.http.Target.FormCall;
import io.slipway.emulator.http.Target.JsonCall;
import io.slipway.emulator.http.Target.Nobody;
import io.slipway.emulator.http.Target.ObjectStorage;
import io.slipway.emulator.http.Target.OwnPage;
import io.slipway.emulator.http.Target.RestCall;
import io.slipway.emulator.wire.ApiError;
import io.slipway.emulator.wire.ApiException;
import io.slipway.emulator.wire.JsonBody;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** One AWS call: from the servlet request to its answer. Here every exception becomes what the client is told. */
final class AwsHandler implements Handler {

    private static final Logger LOG = LoggerFactory.getLogger(AwsHandler.class);
    private static final String JSON = "application/x-amz-json-1.1";

    private final Dispatcher dispatcher;
    private final String account;

    AwsHandler(Dispatcher dispatcher, String account) {
        this.dispatcher = dispatcher;
        this.account = account;
    }

    @Override
    public void handle(Context exchange) throws IOException {
        HttpServletRequest request = exchange.req();
        String requestId = UUID.randomUUID().toString();
        switch ((Target) request.getAttribute(Gate.TARGET)) {
            case JsonCall call ->
                answer(
                        exchange,
                        requestId,
                        new JsonProtocol(dispatcher, call.service(), call.operation(), json(request)));
            case FormCall call -> {
                String query = request.getQueryString();
                answer(exchange, requestId, new QueryProtocol(dispatcher, call.service(), query == null ? "" : query));
            }
            case CborCall call ->
                answer(exchange, requestId, new CborProtocol(dispatcher, call.service(), call.operation()));
            case RestCall call -> answer(exchange, requestId, new RestJsonProtocol(dispatcher, call, head(request)));
            case Nobody nobody -> {
                byte[] body = JsonBody.writeError(ApiError.UNKNOWN_OPERATION.code(), nobody.reason(), false);
                write(exchange.res(), requestId, Answer.error(400, JSON, ApiError.UNKNOWN_OPERATION.code(), body));
            }
            case OwnPage page when request.getRequestURI().equals("/") -> exchange.redirect("/_slipway/");
            case OwnPage page -> {
                byte[] body = JsonBody.writeError("NotFound", "There is no page " + request.getRequestURI(), false);
                write(exchange.res(), requestId, Answer.error(404, "application/json", "NotFound", body));
            }
            case ObjectStorage storage -> throw new IllegalStateException("the gate sends these to S3");
        }
    }

    private void answer(Context exchange, String requestId, Protocol protocol) throws IOException {
        long start = System.nanoTime();
        RequestContext context = context(exchange.req(), requestId);
        Answer answer = answer(exchange.req(), context, protocol);
        write(exchange.res(), requestId, answer);
        log(protocol, context, answer, start);
    }

    private static Answer answer(HttpServletRequest request, RequestContext context, Protocol protocol)
            throws IOException {
        try {
            return protocol.answer(context, RequestBody.read(request, protocol.largestBody()));
        } catch (ApiException e) {
            return protocol.error(e, context.requestId());
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("{} failed, request {}", protocol.operation(), context.requestId(), e);
            String message =
                    "An internal error occurred; the server's log names it by the request " + context.requestId();
            return protocol.error(new ApiException(ApiError.INTERNAL_FAILURE, message), context.requestId());
        }
    }

    private static RequestHead head(HttpServletRequest request) {
        String query = request.getQueryString();
        return new RequestHead(
                request.getMethod(),
                request.getRequestURI(),
                query == null ? "" : query,
                name -> header(request, name));
    }

    private RequestContext context(HttpServletRequest request, String requestId) {
        Optional<CredentialScope> scope = CredentialScope.find(head(request));
        return new RequestContext(
                scope.map(CredentialScope::region).orElse(CredentialScope.DEFAULT_REGION),
                account,
                requestId,
                scope.map(CredentialScope::accessKey).orElse(""));
    }

    private static void write(HttpServletResponse response, String requestId, Answer answer) throws IOException {
        response.setStatus(answer.status());
        response.setHeader("x-amzn-RequestId", requestId);
        response.setHeader("Content-Type", answer.contentType());
        if (!answer.errorType().isEmpty()) {
            response.setHeader("x-amzn-ErrorType", answer.errorType());
        }
        answer.headers().forEach(response::setHeader);
        response.setContentLength(answer.length());
        answer.writeTo(response.getOutputStream());
    }

    /** Calls that only read are of less interest than those that change something. */
    private static void log(Protocol protocol, RequestContext context, Answer answer, long start) {
        String operation = protocol.operation();
        boolean isRead =
                operation.startsWith("Describe") || operation.startsWith("List") || operation.startsWith("Get");
        if (isRead ? !LOG.isDebugEnabled() : !LOG.isInfoEnabled()) {
            return;
        }
        long micros = (System.nanoTime() - start) / 1000;
        LOG.atLevel(isRead ? Level.DEBUG : Level.INFO)
                .log(
                        "{} {} {} {} in {} us, request {}",
                        operation.length() <= 100 ? operation : "?",
                        context.region(),
                        answer.status(),
                        answer.errorType(),
                        micros,
                        context.requestId());
    }

    private static String json(HttpServletRequest request) {
        return header(request, "Content-Type").startsWith("application/x-amz-json-1.0")
                ? "application/x-amz-json-1.0"
                : JSON;
    }

    private static String header(HttpServletRequest request, String name) {
        String value = request.getHeader(name);
        return value == null ? "" : value;
    }
}
