package io.slipway.emulator.simulation;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A model server that is healthy and answers one number a line, the same for the same line. */
final class PlayedModel implements HttpHandler {

    private static final int NOT_FOUND = 404;

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            switch (exchange.getRequestURI().getPath()) {
                case "/ping" -> exchange.sendResponseHeaders(200, -1);
                case "/invocations" -> predict(exchange);
                default -> exchange.sendResponseHeaders(NOT_FOUND, -1);
            }
        }
    }

    private static void predict(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        StringBuilder predictions = new StringBuilder();
        body.lines()
                .map(line -> String.format(Locale.ROOT, "%.3f%n", Math.floorMod(line.hashCode(), 1000) / 1000.0))
                .forEach(predictions::append);
        byte[] answer = predictions.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/csv");
        exchange.sendResponseHeaders(200, answer.length == 0 ? -1 : answer.length);
        exchange.getResponseBody().write(answer);
    }
}
