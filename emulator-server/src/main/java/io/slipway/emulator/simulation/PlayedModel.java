package io.slipway.emulator.simulation;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/**
 * A model server that is healthy and answers one number a line, the same for the same line; with any number of models, all of
 * which are the same.
 *
 * @param duration how long it takes to answer
 * @param status with which it answers
 * @param executionParameters how it says that it wants to be fed; empty: it says nothing
 */
record PlayedModel(Duration duration, int status, String executionParameters) implements HttpHandler {

    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (path.equals("/invocations") || path.endsWith("/invoke")) {
                predict(exchange);
            } else if (path.equals("/execution-parameters") && !executionParameters.isEmpty()) {
                send(exchange, OK, executionParameters);
            } else {
                exchange.sendResponseHeaders(path.equals("/ping") || path.startsWith("/models") ? OK : NOT_FOUND, -1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void predict(HttpExchange exchange) throws IOException, InterruptedException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Thread.sleep(duration);
        StringBuilder predictions = new StringBuilder();
        body.lines()
                .map(line -> String.format(Locale.ROOT, "%.3f%n", Math.floorMod(line.hashCode(), 1000) / 1000.0))
                .forEach(predictions::append);
        exchange.getResponseHeaders().set("Content-Type", "text/csv");
        send(exchange, status, predictions.toString());
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] answer = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
        exchange.getResponseBody().write(answer);
    }
}
