package io.slipway.emulator.http;

import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Stands for S3, or for endpoints: answers every request with the path that it saw. */
final class RecordedStorage extends Handler.Abstract {

    private final int status;

    RecordedStorage() {
        this(299);
    }

    RecordedStorage(int status) {
        this.status = status;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        response.setStatus(status);
        Content.Sink.write(response, true, request.getHttpURI().getPathQuery(), callback);
        return true;
    }
}
