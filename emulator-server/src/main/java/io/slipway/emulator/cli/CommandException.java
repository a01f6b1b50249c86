package io.slipway.emulator.cli;

/** A command could not do what it was asked; the message is the one sentence that people get. */
final class CommandException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CommandException(String message) {
        super(message);
    }

    CommandException(String message, Throwable cause) {
        super(message, cause);
    }
}
