package io.slipway.emulator.endpoints.invoke;

import io.slipway.emulator.dispatch.RequestContext;
import io.slipway.emulator.endpoints.fleet.Replica;
import io.slipway.emulator.serving.client.Undelivered;
import io.slipway.emulator.wire.Document;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** ModelErrors, in the service's words. */
record ModelErrors(RequestContext context, String endpoint) {

    private static final int LONGEST_BODY = 64 << 10;
    private static final int SERVER_ERRORS = 500;
    private static final int CLIENT_ERRORS = 400;

    static ModelErrors of(InvocationRequest request) {
        return new ModelErrors(request.context(), request.endpoint());
    }

    /** The container answered with another status than 200. */
    InvocationException refused(Replica.Member member, ContainerAnswer answer) {
        String body;
        try {
            byte[] beginning = answer.beginning(LONGEST_BODY + 1);
            if (beginning.length > LONGEST_BODY) {
                return unreadable(member, answer.status());
            }
            body = new String(beginning, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return unreadable(member, answer.status());
        }
        return error(
                answer.status(),
                body,
                received(answer.status(), member) + " with message \"" + body + "\". " + seeLogs());
    }

    private InvocationException unreadable(Replica.Member member, int status) {
        return error(
                status, "", received(status, member) + " and could not load the entire response body. " + seeLogs());
    }

    InvocationException undelivered(Replica.Member member, Undelivered cause) {
        String name = member.definition().name();
        return switch (cause.stage()) {
            case NOT_SENT, BROKEN ->
                noAnswer(member, "The connection to container " + name + " was closed before it answered.");
            case TIMED_OUT ->
                noAnswer(
                        member,
                        "Your invocation timed out while waiting for a response from container " + name
                                + ". Review the latency metrics for each container in Amazon CloudWatch, resolve the issue, and"
                                + " try again.");
            case INCOMPLETE -> unreadable(member, 0);
        };
    }

    private InvocationException noAnswer(Replica.Member member, String text) {
        return error(0, text, received(0, member) + " with message \"" + text + "\". " + seeLogs());
    }

    private static String received(int status, Replica.Member member) {
        String kind = status >= CLIENT_ERRORS && status < SERVER_ERRORS ? "client" : "server";
        return "Received " + kind + " error (" + status + ") from "
                + member.definition().name();
    }

    private String seeLogs() {
        return "See https://" + context.region() + ".console.aws.amazon.com/cloudwatch/home?region=" + context.region()
                + "#logEventViewer:group=" + logGroup() + " in account " + context.account() + " for more information.";
    }

    private String logGroup() {
        return "/aws/sagemaker/Endpoints/" + endpoint;
    }

    InvocationException error(int originalStatus, String originalMessage, String message) {
        return new InvocationException(
                InvocationError.MODEL_ERROR,
                message,
                Document.EMPTY
                        .with("OriginalStatusCode", originalStatus)
                        .with("OriginalMessage", originalMessage)
                        .with(
                                "LogStreamArn",
                                "arn:aws:logs:" + context.region() + ":" + context.account() + ":log-group:"
                                        + logGroup()));
    }
}
