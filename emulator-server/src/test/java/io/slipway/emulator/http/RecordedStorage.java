package io.slipway.emulator.http;

import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Stands for S3: answers every request with the path that it saw. */
final class RecordedStorage extends Handler.Abstract {

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        response.setStatus(299);
        Content.Sink.write(response, true, request.getHttpURI().getPathQuery(), callback);
        return true;
    }
}
