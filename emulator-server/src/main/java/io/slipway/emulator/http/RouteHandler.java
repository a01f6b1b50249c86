package io.slipway.emulator.http;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.slipway.emulator.wire.ApiException;
import io.slipway.emulator.wire.JsonBody;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/** Puts a page of Slipway's own on Javalin. */
record RouteHandler(Route route) implements Handler {

    private static final int LARGEST_BODY = 8 << 20;

    @Override
    public void handle(Context exchange) throws IOException {
        write(exchange.res(), answer(exchange));
    }

    private Route.Response answer(Context exchange) throws IOException {
        try {
            return route.handler().handle(new RouteRequest(exchange));
        } catch (ApiException e) {
            byte[] body = JsonBody.writeError(e.error().code(), String.valueOf(e.getMessage()), false);
            return Route.Response.of(e.error().httpStatus(), "application/json", body);
        }
    }

    private static void write(HttpServletResponse response, Route.Response answer) throws IOException {
        response.setStatus(answer.status());
        response.setHeader("Content-Type", answer.contentType());
        answer.headers().forEach(response::setHeader);
        answer.body().writeTo(response.getOutputStream());
    }

    private record RouteRequest(Context exchange) implements Route.Request {

        @Override
        public String pathParameter(String name) {
            return exchange.pathParam(name);
        }

        @Override
        public Optional<String> queryParameter(String name) {
            String query = exchange.queryString();
            return query == null ? Optional.empty() : new RequestHead("", "", query, ignored -> "").parameter(name);
        }

        @Override
        public Optional<String> header(String name) {
            return Optional.ofNullable(exchange.header(name));
        }

        @Override
        public byte[] body() throws IOException {
            return RequestBody.read(exchange.req(), LARGEST_BODY);
        }
    }
}
