package io.slipway.emulator.wire;

/** What a client is told; thrown by services, turned into bytes in one place, caught nowhere else. */
public final class ApiException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ApiError error;
    private final transient Document details;

    public ApiException(ApiError error, String message) {
        this(error, message, Document.EMPTY);
    }

    /** @param details what the error's shape has besides the message */
    public ApiException(ApiError error, String message, Document details) {
        super(message);
        this.error = error;
        this.details = details;
    }

    public static ApiException validation(String message) {
        return new ApiException(ApiError.VALIDATION_EXCEPTION, message);
    }

    public ApiError error() {
        return error;
    }

    /** What the client is told in words. */
    public String text() {
        return String.valueOf(getMessage());
    }

    public Document details() {
        return details;
    }
}
