package io.slipway.emulator.transform.invoke;

/** How a request to {@code /invocations} ended, after all its retries. */
public sealed interface Invocation {
    /** @param body to be closed by whoever takes it */
    record Answered(ResponseBody body) implements Invocation {}

    /** @param body the beginning of what was answered */
    record BadStatus(int status, String body) implements Invocation {}

    /** The connection could not be made, or broke. */
    record NoResponse() implements Invocation {}

    record TimedOut() implements Invocation {}
}
