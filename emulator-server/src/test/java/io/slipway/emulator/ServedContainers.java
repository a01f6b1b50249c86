package io.slipway.emulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.slipway.container.ContainerSpec;
import io.slipway.container.simulated.Play;
import io.slipway.container.simulated.Script;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Model containers that do what their image's name says. */
final class ServedContainers implements Script {

    final List<ContainerSpec> started = new CopyOnWriteArrayList<>();
    final AtomicInteger atOnce = new AtomicInteger();
    final AtomicInteger mostAtOnce = new AtomicInteger();
    final Map<String, List<String>> headers = new ConcurrentHashMap<>();
    final AtomicInteger pings = new AtomicInteger();
    final AtomicInteger requests = new AtomicInteger();
    /** What containers of the image {@code held} wait for, and those of the image {@code falling} before they are well again. */
    final CountDownLatch gate = new CountDownLatch(1);

    /** Containers of the image {@code threefold} answer when three have asked. */
    private final CyclicBarrier three = new CyclicBarrier(3);

    /** Names of containers that break off whatever they are asked, though nobody knows yet that they have ended. */
    final Set<String> dead = ConcurrentHashMap.newKeySet();

    /** Names of containers of the image {@code mortal}, for each request that came to one; they answer when the gate opens. */
    final List<String> asked = new CopyOnWriteArrayList<>();

    /** Images whose containers do not come up any more. */
    final List<String> broken = new CopyOnWriteArrayList<>();

    @Override
    public Play play(ContainerSpec spec) {
        started.add(spec);
        String image = spec.image().value();
        if (image.startsWith("dying") || broken.contains(image)) {
            return Play.ending(3).withLines(List.of("first", "no such module: numpy"));
        }
        if (image.startsWith("multi")) {
            return Play.serving(new MultiModelProgram(headers));
        }
        Play play = Play.serving(exchange -> serve(spec, exchange));
        return image.startsWith("short") ? play.withDuration(Duration.ofSeconds(1)) : play;
    }

    private void serve(ContainerSpec spec, HttpExchange exchange) throws IOException {
        try (exchange) {
            String image = spec.image().value();
            if (dead.contains(spec.name())) {
                return;
            }
            if (exchange.getRequestURI().getPath().equals("/ping")) {
                pings.incrementAndGet();
                boolean deaf = image.startsWith("deaf") || (image.startsWith("falling") && hasFallen());
                exchange.sendResponseHeaders(deaf ? 500 : 200, -1);
                return;
            }
            if (exchange.getRequestURI().getPath().equals("/execution-parameters")) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            requests.incrementAndGet();
            if (image.startsWith("falling") && hasFallen()) {
                return;
            }
            mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            try {
                answer(spec, exchange);
            } finally {
                atOnce.decrementAndGet();
            }
        }
    }

    private boolean hasFallen() {
        return requests.get() > 0 && gate.getCount() > 0;
    }

    private void answer(ContainerSpec spec, HttpExchange exchange) throws IOException {
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(spec.hostname() + ":" + name.toLowerCase(Locale.ROOT), values));
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String image = spec.image().value();
        Optional<String> attributes =
                Optional.ofNullable(exchange.getRequestHeaders().getFirst("X-Amzn-SageMaker-Custom-Attributes"));
        attributes.ifPresent(
                value -> exchange.getResponseHeaders().set("X-Amzn-SageMaker-Custom-Attributes", value + "!"));
        switch (image.replaceAll(":.*", "")) {
            case "refusing" -> send(exchange, 400, "bad features: " + body);
            case "failing" -> send(exchange, 500, "boom");
            case "streaming" -> {
                exchange.getResponseHeaders().set("Content-Type", "text/plain");
                exchange.sendResponseHeaders(200, 0);
                for (String part : List.of("one ", "two ", "three")) {
                    exchange.getResponseBody().write(part.getBytes(StandardCharsets.UTF_8));
                    exchange.getResponseBody().flush();
                }
            }
            case "breaking" -> {
                exchange.sendResponseHeaders(200, 100);
                exchange.getResponseBody().write("one ".getBytes(StandardCharsets.UTF_8));
                exchange.getResponseBody().flush();
            }
            case "threefold" -> {
                awaitThree();
                send(exchange, 200, body);
            }
            case "held" -> {
                await();
                send(exchange, 200, spec.name() + " " + body);
            }
            case "mortal" -> {
                asked.add(spec.name());
                while (gate.getCount() > 0 && !dead.contains(spec.name())) {
                    LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
                }
                if (!dead.contains(spec.name())) {
                    send(exchange, 200, "alive");
                }
            }
            case "named" -> send(exchange, 200, spec.environment().getOrDefault("NAME", spec.name()));
            default -> send(exchange, 200, spec.environment().getOrDefault("WORD", "") + "(" + body + ")");
        }
    }

    private void await() {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitThree() {
        try {
            three.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (BrokenBarrierException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/csv");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** The model management API of multi-model containers, with room for two models. */
    private static final class MultiModelProgram implements HttpHandler {

        private static final int ROOM = 2;

        private final Map<String, String> loaded = new ConcurrentHashMap<>();
        private final Map<String, List<String>> headers;

        MultiModelProgram(Map<String, List<String>> headers) {
            this.headers = headers;
        }

        @Override
        public void handle(HttpExchange exchange) throws IOException {
            try (exchange) {
                String[] path = exchange.getRequestURI().getPath().split("/");
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                if (path[1].equals("ping")) {
                    exchange.sendResponseHeaders(200, -1);
                } else if (path.length == 2) {
                    load(exchange, body);
                } else if (exchange.getRequestMethod().equals("DELETE")) {
                    exchange.sendResponseHeaders(loaded.remove(path[2]) == null ? 404 : 200, -1);
                } else {
                    headers.put("target", exchange.getRequestHeaders().get("X-Amzn-SageMaker-Target-Model"));
                    send(exchange, loaded.containsKey(path[2]) ? 200 : 404, loaded.size() + " " + body);
                }
            }
        }

        private void load(HttpExchange exchange, String body) throws IOException {
            String name = body.replaceAll(".*\"model_name\":\"([^\"]*)\".*", "$1");
            String url = body.replaceAll(".*\"url\":\"([^\"]*)\".*", "$1");
            if (!url.equals("/opt/ml/models/" + name + "/model")) {
                send(exchange, 400, "no such url: " + url);
            } else if (loaded.size() >= ROOM) {
                send(exchange, 507, "no room");
            } else {
                exchange.sendResponseHeaders(loaded.put(name, url) == null ? 200 : 409, -1);
            }
        }
    }
}
