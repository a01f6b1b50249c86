package io.slipway.s3.http;

import io.slipway.s3.ObjectStoreException;
import io.slipway.s3.embedded.EmbeddedStore;
import java.io.EOFException;
import java.io.IOException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.io.QuietException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers every request as S3 does, path style and virtual-host style, from an embedded store. Any credentials will do;
 * only presigned requests that have expired are refused. The connector must let every key pass:
 * {@code UriCompliance.UNSAFE}, and request headers of 32 KiB.
 */
public final class S3Handler extends Handler.Abstract {

    private static final Logger LOG = LoggerFactory.getLogger(S3Handler.class);

    private final Operations operations;
    private final Expiry expiry;

    public S3Handler(EmbeddedStore store, InstantSource clock) {
        operations = new Operations(store, clock);
        expiry = new Expiry(clock);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String id = HexFormat.of()
                .withUpperCase()
                .toHexDigits(ThreadLocalRandom.current().nextLong());
        boolean head = request.getMethod().equals("HEAD");
        try {
            response.getHeaders().put("x-amz-request-id", id);
            response.getHeaders().put("x-amz-id-2", id);
            Reply reply = answer(request, id);
            LOG.debug("{} {} {}", request.getMethod(), request.getHttpURI().getPath(), reply.status());
            reply.send(response, !head);
            callback.succeeded();
        } catch (IOException | IllegalStateException e) {
            LOG.debug(
                    "{} {} broke off", request.getMethod(), request.getHttpURI().getPath(), e);
            callback.failed(e instanceof QuietException ? e : new QuietException.Exception(e));
        }
        return true;
    }

    private Reply answer(Request request, String id) throws IOException {
        try {
            S3Request parsed = new S3Request(request, id);
            expiry.check(parsed);
            return operations.find(parsed).answer(parsed);
        } catch (ObjectStoreException e) {
            if (e.code().equals("InternalError")) {
                LOG.error("{} {} failed", request.getMethod(), request.getHttpURI(), e);
            }
            return error(e, request, id);
        } catch (EOFException e) {
            return error(incomplete(e), request, id);
        } catch (RuntimeException e) {
            if (e instanceof HttpException) {
                return error(incomplete(e), request, id);
            }
            LOG.error("{} {} failed", request.getMethod(), request.getHttpURI(), e);
            String message = "We encountered an internal error. Please try again.";
            return error(new ObjectStoreException("InternalError", message, e), request, id);
        }
    }

    private static ObjectStoreException incomplete(Exception cause) {
        return new ObjectStoreException(
                "IncompleteBody",
                "You did not provide the number of bytes specified by the Content-Length HTTP header",
                cause);
    }

    private static Reply error(ObjectStoreException error, Request request, String id) {
        return ErrorReply.of(error, request.getHttpURI().getPath(), id);
    }
}
