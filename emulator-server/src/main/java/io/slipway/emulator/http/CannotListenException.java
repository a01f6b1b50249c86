package io.slipway.emulator.http;

/** Another program listens there already, or the address is none of this machine. */
public final class CannotListenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CannotListenException(String message, Throwable cause) {
        super(message, cause);
    }
}
