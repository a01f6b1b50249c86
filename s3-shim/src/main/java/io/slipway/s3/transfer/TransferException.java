package io.slipway.s3.transfer;

/**
 * The data cannot be transferred as it is: a name that leads elsewhere, a broken manifest or archive. The message is for the
 * owner of the data and fit for a job's {@code FailureReason}.
 */
public final class TransferException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public TransferException(String message) {
        super(message);
    }

    public TransferException(String message, Throwable cause) {
        super(message, cause);
    }
}
