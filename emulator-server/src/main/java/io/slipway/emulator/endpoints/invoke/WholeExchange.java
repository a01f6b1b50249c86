package io.slipway.emulator.endpoints.invoke;

import java.util.concurrent.CountDownLatch;
import org.eclipse.jetty.client.BufferingResponseListener;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.jspecify.annotations.Nullable;

/** An exchange of which somebody waits for the end. */
final class WholeExchange extends BufferingResponseListener {

    /** More than the service lets through, so that a container's mistake is seen here and not as a broken connection. */
    private static final int LARGEST_ANSWER = 128 << 20;

    private final CountDownLatch done = new CountDownLatch(1);
    private volatile boolean begun;
    private volatile boolean answered;
    private volatile @Nullable Result result;

    WholeExchange() {
        super(LARGEST_ANSWER);
    }

    Request.BeginListener begun() {
        return request -> begun = true;
    }

    @Override
    public void onBegin(Response response) {
        answered = true;
    }

    @Override
    public void onComplete(Result completed) {
        result = completed;
        done.countDown();
    }

    WholeAnswer await() throws Undelivered, InterruptedException {
        done.await();
        Result completed = result;
        if (completed == null) {
            throw new IllegalStateException("the exchange has not ended");
        }
        // A refusal that came before the whole body was sent is an answer like others.
        Throwable failure = completed.getResponseFailure();
        if (failure != null) {
            throw ContainerClient.failure(begun, answered, failure);
        }
        Response response = completed.getResponse();
        byte[] content = getContent();
        return new WholeAnswer(response.getStatus(), response.getHeaders(), content == null ? new byte[0] : content);
    }
}
