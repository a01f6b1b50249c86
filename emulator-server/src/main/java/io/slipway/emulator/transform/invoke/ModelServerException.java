package io.slipway.emulator.transform.invoke;

/** A model's container does not serve; the message is the job's failure reason. */
public final class ModelServerException extends Exception {
    private static final long serialVersionUID = 1L;

    public ModelServerException(String message) {
        super(message);
    }
}
