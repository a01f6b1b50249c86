package io.slipway.emulator.transform.invoke;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;

/** Takes an answer as it arrives, so that the time limit of a request covers its body too. */
final class ResponseReceiver implements BodySubscriber<ResponseBody> {
    private final ResponseBody body;
    private final CompletableFuture<ResponseBody> whole = new CompletableFuture<>();

    ResponseReceiver(ResponseBody body) {
        this.body = body;
    }

    @Override
    public CompletionStage<ResponseBody> getBody() {
        return whole;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        try {
            for (ByteBuffer buffer : buffers) {
                body.append(buffer);
            }
        } catch (IOException e) {
            whole.completeExceptionally(e);
        }
    }

    @Override
    public void onError(Throwable failure) {
        body.close();
        whole.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        try {
            body.finish();
            whole.complete(body);
        } catch (IOException e) {
            whole.completeExceptionally(e);
        }
    }
}
