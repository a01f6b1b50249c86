package io.slipway.emulator.endpoints.invoke;

import io.slipway.emulator.endpoints.fleet.Replica;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.client.InputStreamResponseListener;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;

/** An exchange whose answer is read while it comes. */
final class StreamedExchange extends InputStreamResponseListener {

    private volatile boolean begun;
    private volatile boolean answered;
    private volatile Optional<Replica.Registration> registration = Optional.empty();

    Request.BeginListener begun() {
        return request -> begun = true;
    }

    void abortedBy(Replica.Registration onEnd) {
        registration = Optional.of(onEnd);
    }

    @Override
    public void onBegin(Response response) {
        answered = true;
    }

    @Override
    public void onComplete(Result completed) {
        registration.ifPresent(Replica.Registration::close);
        super.onComplete(completed);
    }

    StreamedAnswer await(Duration limit) throws Undelivered, InterruptedException {
        try {
            Response response = get(limit.toMillis() + 1, TimeUnit.MILLISECONDS);
            return new StreamedAnswer(response.getStatus(), response.getHeaders(), getInputStream());
        } catch (ExecutionException | TimeoutException e) {
            throw ContainerClient.failure(begun, answered, e);
        }
    }
}
