package io.slipway.emulator.transform.invoke;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Posts payloads to a container, again and again where that may help. May be used by many threads. */
public final class InvocationClient {
    private static final int OK = 200;
    private static final int SERVER_ERRORS = 500;
    private static final int ERROR_TEXT_BYTES = 4096;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

    private final HttpClient http;
    private final URI invocations;
    private final RequestHeaders headers;
    private final Limits limits;
    private final Path spool;
    private final BooleanSupplier serving;

    /**
     * What is sent along.
     *
     * @param contentType of the payload, if known
     * @param accept of the answer, if asked for
     */
    public record RequestHeaders(Optional<String> contentType, Optional<String> accept) {}

    /**
     * How long and how often.
     *
     * @param timeout of one request with its answer
     * @param retries after the first
     */
    public record Limits(Duration timeout, int retries) {}

    /**
     * @param spool directory for answers that are too large for memory
     * @param serving whether it makes sense to try again
     */
    public InvocationClient(
            HttpClient http,
            URI invocations,
            RequestHeaders headers,
            Limits limits,
            Path spool,
            BooleanSupplier serving) {
        this.http = http;
        this.invocations = invocations;
        this.headers = headers;
        this.limits = limits;
        this.spool = spool;
        this.serving = serving;
    }

    /** The directory for answers that are too large for memory. */
    public Path spool() {
        return spool;
    }

    public Duration timeout() {
        return limits.timeout();
    }

    /** @param body must give the same bytes each time that it is subscribed to */
    public Invocation post(BodyPublisher body) throws InterruptedException {
        Invocation result = attempt(body);
        Duration pause = FIRST_PAUSE;
        for (int retry = 0; retry < limits.retries() && mayHelp(result) && serving.getAsBoolean(); retry++) {
            Thread.sleep(pause);
            pause = pause.multipliedBy(2);
            result = attempt(body);
        }
        return result;
    }

    private Invocation attempt(BodyPublisher body) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(invocations).POST(body);
        headers.contentType().ifPresent(value -> request.header("Content-Type", value));
        headers.accept().ifPresent(value -> request.header("Accept", value));
        CompletableFuture<HttpResponse<ResponseBody>> exchange =
                http.sendAsync(request.build(), head -> new ResponseReceiver(new ResponseBody(spool)));
        try {
            HttpResponse<ResponseBody> response = exchange.get(limits.timeout().toMillis(), TimeUnit.MILLISECONDS);
            return response.statusCode() == OK
                    ? new Invocation.Answered(response.body())
                    : badStatus(response.statusCode(), response.body());
        } catch (TimeoutException e) {
            exchange.cancel(true);
            return new Invocation.TimedOut();
        } catch (ExecutionException | IOException e) {
            return new Invocation.NoResponse();
        } catch (InterruptedException e) {
            exchange.cancel(true);
            throw e;
        }
    }

    private static Invocation badStatus(int status, ResponseBody body) throws IOException {
        try (body;
                InputStream text = body.open()) {
            return new Invocation.BadStatus(
                    status, new String(text.readNBytes(ERROR_TEXT_BYTES), StandardCharsets.UTF_8));
        }
    }

    private static boolean mayHelp(Invocation result) {
        return switch (result) {
            case Invocation.Answered answered -> false;
            case Invocation.BadStatus bad -> bad.status() >= SERVER_ERRORS;
            case Invocation.NoResponse none -> true;
            case Invocation.TimedOut timedOut -> true;
        };
    }
}
