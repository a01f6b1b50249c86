package io.slipway.container;

/** A container's command cannot be run, so that it never started; the message says what and why. */
public class CommandException extends EngineException {

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    /** @param exitCode as a shell gives it: 127 if there is no such program, 126 if it cannot be executed */
    public CommandException(String message, int exitCode, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }
}
