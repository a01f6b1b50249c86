package io.slipway.emulator.transform;

import io.slipway.emulator.transform.invoke.Invocation;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** An object cannot be transformed; the job goes on with the others and fails at its end. */
final class ObjectFailure extends IOException {
    private static final long serialVersionUID = 1L;
    private static final int CLIENT_ERRORS = 400;
    private static final int SERVER_ERRORS = 500;

    private final Blame blame;
    private final transient List<String> lines;

    /** Whose fault it is; the first word of the job's failure reason. */
    enum Blame {
        CLIENT("ClientError: See job logs for more information"),
        ALGORITHM("AlgorithmError: See job logs for more information");

        private final String failureReason;

        Blame(String failureReason) {
            this.failureReason = failureReason;
        }

        String failureReason() {
            return failureReason;
        }
    }

    /** @param lines for the data log */
    ObjectFailure(Blame blame, List<String> lines) {
        super(String.join(" ", lines));
        this.blame = blame;
        this.lines = List.copyOf(lines);
    }

    static ObjectFailure ofInput(String message) {
        return new ObjectFailure(Blame.CLIENT, List.of(message));
    }

    static ObjectFailure badStatus(Invocation.BadStatus answer) {
        boolean clients = answer.status() >= CLIENT_ERRORS && answer.status() < SERVER_ERRORS;
        String head = clients
                ? "ClientError: " + answer.status()
                : "Bad HTTP status received from algorithm: " + answer.status();
        return new ObjectFailure(
                clients ? Blame.CLIENT : Blame.ALGORITHM, List.of(head, "", "Message:", answer.body()));
    }

    static ObjectFailure noResponse() {
        return new ObjectFailure(Blame.ALGORITHM, List.of("Unable to get response from algorithm"));
    }

    static ObjectFailure timedOut(Duration timeout) {
        return new ObjectFailure(
                Blame.ALGORITHM,
                List.of("Model server did not respond to /invocations request within " + timeout.toSeconds()
                        + " seconds"));
    }

    Blame blame() {
        return blame;
    }

    List<String> lines() {
        return lines;
    }
}
