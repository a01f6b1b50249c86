package io.slipway.emulator.transform.invoke;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Posts payloads to a container, again and again where that may help. May be used by many virtual threads; others are not
 * interrupted while they wait. Closing it closes its connections.
 */
public final class InvocationClient implements AutoCloseable {
    private static final int OK = 200;
    private static final int SERVER_ERRORS = 500;
    private static final int ERROR_TEXT_BYTES = 4096;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

    private final List<ContainerConnections> hops;
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
     * @param hops where a payload goes, and then each answer
     * @param spool directory for answers that are too large for memory
     * @param serving whether it makes sense to try again
     */
    public InvocationClient(
            List<URI> hops, RequestHeaders headers, Limits limits, Path spool, BooleanSupplier serving) {
        this.hops = hops.stream().map(ContainerConnections::new).toList();
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

    /** @throws IOException if the body cannot be read */
    public Invocation post(RequestBody body) throws IOException, InterruptedException {
        Invocation result = attempt(body);
        Duration pause = FIRST_PAUSE;
        for (int retry = 0; retry < limits.retries() && mayHelp(result) && serving.getAsBoolean(); retry++) {
            Thread.sleep(pause);
            pause = pause.multipliedBy(2);
            result = attempt(body);
        }
        return result;
    }

    private Invocation attempt(RequestBody body) throws IOException, InterruptedException {
        try (Deadline deadline = Deadline.in(limits.timeout())) {
            Invocation result = attempt(0, body, headers.contentType(), deadline);
            for (int hop = 1; hop < hops.size() && result instanceof Invocation.Answered(ResponseBody answer); hop++) {
                try (answer) {
                    result = attempt(hop, answer.asRequest(), answer.contentType(), deadline);
                }
            }
            return result;
        }
    }

    private Invocation attempt(int hop, RequestBody body, Optional<String> contentType, Deadline deadline)
            throws IOException, InterruptedException {
        var head = new StringBuilder();
        contentType.ifPresent(
                value -> head.append("Content-Type: ").append(value).append("\r\n"));
        if (hop == hops.size() - 1) {
            headers.accept()
                    .ifPresent(value -> head.append("Accept: ").append(value).append("\r\n"));
        }
        try {
            ContainerConnection.Answer answer = hops.get(hop).post(head.toString(), body, spool, deadline);
            return answer.status() == OK
                    ? new Invocation.Answered(answer.body())
                    : badStatus(answer.status(), answer.body());
        } catch (UnreadableBodyException e) {
            throw e.reason();
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw interrupted(e);
            }
            return deadline.isOver() ? new Invocation.TimedOut() : new Invocation.NoResponse();
        }
    }

    private static InterruptedException interrupted(IOException cause) {
        var interrupt = new InterruptedException();
        interrupt.initCause(cause);
        return interrupt;
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

    @Override
    public void close() {
        hops.forEach(ContainerConnections::close);
    }
}
