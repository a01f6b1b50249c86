package io.slipway.emulator.serving;

/** A model's data cannot be had: it is not there, or not what it should be. */
public final class ModelDataException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String url;

    ModelDataException(String url, Exception cause) {
        super(cause.getMessage(), cause);
        this.url = url;
    }

    ModelDataException(String url, String reason) {
        super(reason);
        this.url = url;
    }

    /** Of the data. */
    public String url() {
        return url;
    }

    /** One sentence for people. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
