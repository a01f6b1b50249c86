package io.slipway.emulator.wire;

/** What a client is told; thrown by services, turned into bytes in one place, caught nowhere else. */
public final class ApiException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ApiError error;

    public ApiException(ApiError error, String message) {
        super(message);
        this.error = error;
    }

    public static ApiException validation(String message) {
        return new ApiException(ApiError.VALIDATION_EXCEPTION, message);
    }

    public ApiError error() {
        return error;
    }
}
