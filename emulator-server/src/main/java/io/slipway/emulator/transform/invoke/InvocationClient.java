package io.slipway.emulator.transform.invoke;

import io.slipway.emulator.serving.client.Answer;
import io.slipway.emulator.serving.client.ContainerRequest;
import io.slipway.emulator.serving.client.RequestBody;
import io.slipway.emulator.serving.client.Undelivered;
import io.slipway.emulator.serving.client.UnreadableBodyException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Posts payloads to a container, again and again where that may help. May be used by many threads.
 */
public final class InvocationClient {
    private static final String PATH = "/invocations";
    private static final int OK = 200;
    private static final int SERVER_ERRORS = 500;
    private static final int ERROR_TEXT_BYTES = 4096;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

    private final List<Hop> hops;
    private final RequestHeaders headers;
    private final Limits limits;
    private final Path spool;
    private final BooleanSupplier serving;

    /** A container on the way. */
    @FunctionalInterface
    public interface Hop {

        /** @see io.slipway.emulator.serving.ServingContainer#send */
        Answer send(ContainerRequest request, Duration limit)
                throws Undelivered, UnreadableBodyException, InterruptedException;
    }

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
            List<Hop> hops, RequestHeaders headers, Limits limits, Path spool, BooleanSupplier serving) {
        this.hops = List.copyOf(hops);
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
        long end = System.nanoTime() + limits.timeout().toNanos();
        Invocation result = attempt(0, body, headers.contentType(), end);
        for (int hop = 1; hop < hops.size() && result instanceof Invocation.Answered(ResponseBody answer); hop++) {
            try (answer) {
                result = attempt(hop, answer.asRequest(), answer.contentType(), end);
            }
        }
        return result;
    }

    private Invocation attempt(int hop, RequestBody body, Optional<String> contentType, long end)
            throws IOException, InterruptedException {
        Map<String, String> head = new LinkedHashMap<>();
        contentType.ifPresent(value -> head.put("Content-Type", value));
        if (hop == hops.size() - 1) {
            headers.accept().ifPresent(value -> head.put("Accept", value));
        }
        Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
        try (Answer answer = hops.get(hop).send(ContainerRequest.post(PATH, head, body), left)) {
            return read(answer);
        } catch (UnreadableBodyException e) {
            throw e.reason();
        } catch (Undelivered e) {
            if (Thread.interrupted()) {
                throw interrupted(e);
            }
            return e.stage() == Undelivered.Stage.TIMED_OUT ? new Invocation.TimedOut() : new Invocation.NoResponse();
        }
    }

    private static InterruptedException interrupted(IOException cause) {
        var interrupt = new InterruptedException();
        interrupt.initCause(cause);
        return interrupt;
    }

    private Invocation read(Answer answer) throws IOException {
        if (answer.status() != OK) {
            byte[] text = answer.body().readNBytes(ERROR_TEXT_BYTES);
            return new Invocation.BadStatus(answer.status(), new String(text, StandardCharsets.UTF_8));
        }
        return new Invocation.Answered(ResponseBody.read(answer.body(), answer.header("Content-Type"), spool));
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
