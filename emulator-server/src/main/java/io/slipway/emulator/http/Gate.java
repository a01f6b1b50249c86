package io.slipway.emulator.http;

import io.slipway.emulator.dispatch.RequestContext;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;

/**
 * Stands before Javalin: sends S3's requests and those to endpoints to handlers of their own, and lets no path to the others that Jetty takes only for
 * the sake of S3's keys.
 */
final class Gate extends Handler.Wrapper {

    static final String TARGET = Target.class.getName();

    private final Handler objectStorage;
    private final Optional<Handler> runtime;
    private final String account;

    /**
     * @param runtime takes the requests to endpoints, in place of the table of operations
     * @param account that every request is in
     */
    Gate(Handler objectStorage, Optional<Handler> runtime, String account) {
        this.objectStorage = objectStorage;
        this.runtime = runtime;
        this.account = account;
        addBean(objectStorage, true);
        runtime.ifPresent(handler -> addBean(handler, true));
    }

    @Override
    public void setServer(Server server) {
        super.setServer(server);
        objectStorage.setServer(server);
        runtime.ifPresent(handler -> handler.setServer(server));
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        RequestHead head = head(request);
        if (runtime.isPresent() && RuntimePath.matches(head)) {
            return invoke(runtime.get(), head, request, response, callback);
        }
        Target target = TargetResolver.resolve(head);
        if (target instanceof Target.ObjectStorage) {
            return objectStorage.handle(request, response, callback);
        }
        if (isAmbiguous(head.path())) {
            Response.writeError(request, response, callback, HttpStatus.BAD_REQUEST_400, "Ambiguous path");
            return true;
        }
        if (isForged(head)) {
            Response.writeError(request, response, callback, HttpStatus.FORBIDDEN_403, "Request of another site");
            return true;
        }
        request.setAttribute(TARGET, target);
        return super.handle(request, response, callback);
    }

    private boolean invoke(Handler handler, RequestHead head, Request request, Response response, Callback callback)
            throws Exception {
        if (isForged(head)) {
            Response.writeError(request, response, callback, HttpStatus.FORBIDDEN_403, "Request of another site");
            return true;
        }
        Optional<CredentialScope> scope = CredentialScope.find(head);
        request.setAttribute(
                RequestContext.class.getName(),
                new RequestContext(
                        scope.map(CredentialScope::region).orElse(CredentialScope.DEFAULT_REGION),
                        account,
                        UUID.randomUUID().toString(),
                        scope.map(CredentialScope::accessKey).orElse("")));
        return handler.handle(request, response, callback);
    }

    private static RequestHead head(Request request) {
        String query = request.getHttpURI().getQuery();
        return new RequestHead(
                request.getMethod(), request.getHttpURI().getPath(), query == null ? "" : query, name -> {
                    String value = request.getHeaders().get(name);
                    return value == null ? "" : value;
                });
    }

    private static boolean isAmbiguous(String path) {
        return path.contains("//")
                || path.contains("/.")
                || path.contains("\\")
                || path.contains(";")
                || containsEncoded(path);
    }

    /** Whether a slash, a backslash, a dot or a percent sign is hidden in an escape. */
    private static boolean containsEncoded(String path) {
        for (int i = path.indexOf('%'); i >= 0; i = path.indexOf('%', i + 1)) {
            if (path.regionMatches(true, i + 1, "2f", 0, 2)
                    || path.regionMatches(true, i + 1, "5c", 0, 2)
                    || path.regionMatches(true, i + 1, "2e", 0, 2)
                    || path.regionMatches(true, i + 1, "25", 0, 2)) {
                return true;
            }
        }
        return false;
    }

    /** A browser tells when a page of another site makes it send something; no AWS client is a page. */
    private static boolean isForged(RequestHead head) {
        return head.header("Sec-Fetch-Site").equals("cross-site") && !HttpMethod.GET.is(head.method());
    }
}
