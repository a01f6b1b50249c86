package io.slipway.s3.minio;

import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.proxy.ProxyHandler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes S3 requests on to a MinIO server as they came: method, path, query and headers, the client's {@code Host} among them,
 * so that a signature made with MinIO's keys holds there. Bodies stream both ways. When MinIO cannot be reached the client
 * gets S3's {@code ServiceUnavailable} with 503, when it breaks off before it answers {@code InternalError} with 502; both
 * are what SDKs try again.
 *
 * <p>The port must leave requests as they are: its {@code HttpConfiguration} needs {@code UriCompliance.UNSAFE}, and
 * {@code setHeaderCacheCaseSensitive(true)}, without which {@code Content-Type: text/plain; charset=UTF-8} arrives here, and so
 * at MinIO, in other letters than were signed.
 */
public final class ForwardingHandler extends ProxyHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ForwardingHandler.class);

    private final URI endpoint;

    /** @param endpoint {@code http://host:port} or {@code https://…}, without a path */
    public ForwardingHandler(URI endpoint) {
        this.endpoint = endpoint;
        setUseServerThreadPool(true);
    }

    @Override
    protected void configureHttpClient(HttpClient client) {
        super.configureHttpClient(client);
        client.setUserAgentField(null);
        client.setDefaultRequestContentType(null);
        client.setMaxConnectionsPerDestination(1024);
    }

    @Override
    protected HttpURI rewriteHttpURI(Request request) {
        return HttpURI.build(request.getHttpURI()).scheme(endpoint.getScheme()).authority(endpoint.getRawAuthority());
    }

    @Override
    protected org.eclipse.jetty.client.Request newProxyToServerRequest(Request request, HttpURI target) {
        HttpClient client = getHttpClient();
        try {
            return client.newRequest(new URI(target.toString())).method(request.getMethod());
        } catch (URISyntaxException e) {
            // Some clients leave characters bare that a URI may not hold: the client sends those unchanged.
            return client.newRequest(endpoint).method(request.getMethod()).path(target.getPathQuery());
        }
    }

    /** None: MinIO is to see what the client sent. */
    @Override
    protected void addProxyHeaders(Request request, org.eclipse.jetty.client.Request forwarded) {}

    @Override
    protected org.eclipse.jetty.client.Response.CompleteListener newServerToProxyResponseListener(
            Request request, org.eclipse.jetty.client.Request forwarded, Response response, Callback callback) {
        return new ProxyResponseListener(request, forwarded, response, callback) {
            @Override
            public void onComplete(Result result) {
                // A refusal that came before the whole body was sent is an answer like others.
                boolean answered = result.getResponseFailure() == null;
                super.onComplete(answered ? new Result(result.getRequest(), result.getResponse()) : result);
            }
        };
    }

    @Override
    protected void onServerToProxyResponseFailure(
            Request request,
            org.eclipse.jetty.client.Request forwarded,
            org.eclipse.jetty.client.Response answer,
            Response response,
            Callback callback,
            Throwable failure) {
        LOG.warn(
                "{} {} was not answered by {}: {}",
                request.getMethod(),
                request.getHttpURI().getPath(),
                endpoint,
                failure.getClass().getSimpleName());
        if (response.isCommitted()) {
            callback.failed(failure);
            return;
        }
        boolean unreachable = failure instanceof ConnectException || failure instanceof TimeoutException;
        String code = unreachable ? "ServiceUnavailable" : "InternalError";
        String xml = """
                <?xml version="1.0" encoding="UTF-8"?>
                <Error><Code>%s</Code><Message>The S3 storage behind Slipway does not answer.</Message></Error>
                """.formatted(code);
        response.reset();
        response.setStatus(unreachable ? 503 : 502);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/xml");
        byte[] body = HttpMethod.HEAD.is(request.getMethod()) ? new byte[0] : xml.getBytes(StandardCharsets.UTF_8);
        response.write(true, ByteBuffer.wrap(body), callback);
    }
}
