package io.slipway.emulator.config;

/** A setting is wrong; the message says which and why, for people. */
public final class ConfigurationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ConfigurationException(String message) {
        super(message);
    }
}
