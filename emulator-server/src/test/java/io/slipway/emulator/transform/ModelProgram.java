package io.slipway.emulator.transform;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** What runs in a model's container: answers each payload by a function. */
final class ModelProgram implements HttpHandler {
    final List<String> payloads = new CopyOnWriteArrayList<>();
    final List<String> contentTypes = new CopyOnWriteArrayList<>();
    final List<String> transferEncodings = new CopyOnWriteArrayList<>();
    final AtomicInteger mostAtOnce = new AtomicInteger();
    volatile int failedPings;
    volatile String executionParameters = "";

    private final AtomicInteger pings = new AtomicInteger();
    private final AtomicInteger atOnce = new AtomicInteger();
    private final Answerer answerer;

    record Answer(int status, String body) {}

    interface Answerer {
        Answer answer(String payload) throws InterruptedException;
    }

    ModelProgram(Answerer answerer) {
        this.answerer = answerer;
    }

    /** Upper case of what it gets. */
    static ModelProgram shouting() {
        return new ModelProgram(payload -> new Answer(200, payload.toUpperCase(java.util.Locale.ROOT)));
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        switch (exchange.getRequestURI().getPath()) {
            case "/ping" -> send(exchange, new Answer(pings.incrementAndGet() > failedPings ? 200 : 503, ""));
            case "/execution-parameters" ->
                send(exchange, new Answer(executionParameters.isEmpty() ? 404 : 200, executionParameters));
            case "/invocations" -> invoke(exchange);
            default -> send(exchange, new Answer(404, ""));
        }
    }

    private void invoke(HttpExchange exchange) throws IOException {
        try {
            send(exchange, answer(exchange));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exchange.close();
        }
    }

    /** It is counted as long as the client has heard nothing. */
    private Answer answer(HttpExchange exchange) throws IOException, InterruptedException {
        int now = atOnce.incrementAndGet();
        mostAtOnce.accumulateAndGet(now, Math::max);
        try {
            String payload = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            payloads.add(payload);
            contentTypes.add(String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type")));
            transferEncodings.add(String.valueOf(exchange.getRequestHeaders().getFirst("Transfer-Encoding")));
            return answerer.answer(payload);
        } finally {
            atOnce.decrementAndGet();
        }
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }
}
