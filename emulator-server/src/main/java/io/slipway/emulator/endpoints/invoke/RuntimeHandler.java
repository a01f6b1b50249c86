package io.slipway.emulator.endpoints.invoke;

import io.slipway.emulator.dispatch.RequestContext;
import io.slipway.emulator.endpoints.fleet.Fleet;
import io.slipway.emulator.serving.client.RequestBody;
import io.slipway.emulator.wire.Document;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.QuietException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * InvokeEndpoint, InvokeEndpointWithResponseStream and InvokeEndpointAsync: headers in, bytes through. Each request must be
 * on a thread of its own and have its {@link RequestContext} as the attribute of that name.
 *
 * @see <a href="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_Operations_Amazon_SageMaker_Runtime.html">API</a>
 */
public final class RuntimeHandler extends Handler.Abstract {

    private static final Logger LOG = LoggerFactory.getLogger(RuntimeHandler.class);
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final HttpField JSON = new HttpField(HttpHeader.CONTENT_TYPE, "application/json");

    private final Invoker invoker;
    private final AsyncInvocations async;
    private final DataCapture capture;
    private final ShadowRequests shadows;

    public RuntimeHandler(Invoker invoker, AsyncInvocations async, DataCapture capture, ShadowRequests shadows) {
        this.invoker = invoker;
        this.async = async;
        this.capture = capture;
        this.shadows = shadows;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        RequestContext context = (RequestContext) request.getAttribute(RequestContext.class.getName());
        response.getHeaders().put("x-amzn-RequestId", context.requestId());
        try {
            answer(context, request, response, callback);
        } catch (InvocationException e) {
            LOG.debug("{} {}", request.getHttpURI().getPath(), e.text());
            refuse(response, callback, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            refuse(
                    response,
                    callback,
                    new InvocationException(InvocationError.SERVICE_UNAVAILABLE, "Slipway is being stopped."));
        } catch (IOException e) {
            LOG.debug("{} broke off", request.getHttpURI().getPath(), e);
            callback.failed(e instanceof QuietException ? e : new QuietException.Exception(e));
        } catch (RuntimeException e) {
            LOG.error("{} failed, request {}", request.getHttpURI().getPath(), context.requestId(), e);
            refuse(
                    response,
                    callback,
                    new InvocationException(
                            InvocationError.INTERNAL_FAILURE,
                            "An internal error occurred; the server's log names it by the request "
                                    + context.requestId()));
        }
        return true;
    }

    private void answer(RequestContext context, Request request, Response response, Callback callback)
            throws InvocationException, InterruptedException, IOException {
        String[] path = request.getHttpURI().getPath().split("/", 4);
        String operation = path[3];
        InvocationRequest invocation =
                InvocationHeaders.read(context, path[2], request.getHeaders(), operation.equals("invocations"));
        switch (operation) {
            case "invocations" -> invoke(invocation, request, response, callback);
            case "invocations-response-stream" -> stream(invocation, request, response, callback);
            default -> {
                Accepted accepted = async.accept(invocation, request.getHeaders(), Body.read(request, Body.ASYNC));
                accepted.addTo(response.getHeaders());
                write(response, callback, Accepted.STATUS, accepted.body());
            }
        }
    }

    private void invoke(InvocationRequest invocation, Request request, Response response, Callback callback)
            throws InvocationException, InterruptedException, IOException {
        byte[] body = Body.read(request, limit(invocation));
        shadows.offer(invocation, body);
        Outgoing outgoing = Outgoing.of(invocation, RequestBody.of(body));
        WholeAnswer answer;
        try (Routed<WholeAnswer> routed = invoker.invoke(invocation, outgoing, LIMIT)) {
            answer = routed.answer();
            capture.offer(invocation, routed, body);
            HttpFields.Mutable headers = response.getHeaders();
            answer.contentType().ifPresent(type -> headers.put(HttpHeader.CONTENT_TYPE, type));
            addCommon(headers, routed);
        }
        // The instance is free by now: whoever has this may send the next request to one that takes a single one.
        response.write(true, ByteBuffer.wrap(answer.body()), callback);
    }

    private static void addCommon(HttpFields.Mutable headers, Routed<?> routed) {
        headers.put(Headers.INVOKED_VARIANT, routed.variant());
        routed.answer().customAttributes().ifPresent(attributes -> headers.put(Headers.CUSTOM_ATTRIBUTES, attributes));
    }

    private void stream(InvocationRequest invocation, Request request, Response response, Callback callback)
            throws InvocationException, InterruptedException, IOException {
        byte[] body = Body.read(request, limit(invocation));
        shadows.offer(invocation, body);
        Outgoing outgoing = Outgoing.of(invocation, RequestBody.of(body));
        try (Routed<StreamedAnswer> routed = invoker.open(invocation, outgoing, LIMIT)) {
            HttpFields.Mutable headers = response.getHeaders();
            headers.put(HttpHeader.CONTENT_TYPE, "application/vnd.amazon.eventstream");
            routed.answer().contentType().ifPresent(type -> headers.put(Headers.CONTENT_TYPE, type));
            addCommon(headers, routed);
            ResponseStream.copy(routed.answer().body(), response);
        }
        callback.succeeded();
    }

    /** Serverless endpoints take less; asynchronous ones take nothing this way. */
    private int limit(InvocationRequest invocation) throws InvocationException {
        Fleet fleet = invoker.fleet(invocation);
        if (fleet.isAsync()) {
            throw InvocationException.validation("Endpoint " + invocation.endpoint()
                    + " is an asynchronous endpoint. Use InvokeEndpointAsync to invoke it.");
        }
        if (invocation.targetVariant().filter(fleet::isShadow).isPresent()) {
            throw InvocationException.validation(
                    "Variant " + invocation.targetVariant().get() + " of endpoint " + invocation.endpoint()
                            + " is a shadow variant, which takes no requests.");
        }
        return fleet.isServerless() ? Body.SERVERLESS : Body.REAL_TIME;
    }

    private static void refuse(Response response, Callback callback, InvocationException error) {
        if (response.isCommitted()) {
            callback.failed(new QuietException.Exception(error));
            return;
        }
        if (!error.error().type().isEmpty()) {
            response.getHeaders().put("x-amzn-ErrorType", error.error().type());
        }
        write(response, callback, error.error().httpStatus(), error.body());
    }

    private static void write(Response response, Callback callback, int status, Document body) {
        response.setStatus(status);
        response.getHeaders().put(JSON);
        response.write(true, ByteBuffer.wrap(body.toJson().getBytes(StandardCharsets.UTF_8)), callback);
    }
}
