package io.slipway.s3;

/** Storage refused or failed. */
public class ObjectStoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;

    /** @param code S3's own: {@code NoSuchBucket}, {@code NoSuchKey}, {@code AccessDenied}, {@code InternalError} … */
    public ObjectStoreException(String code, String message) {
        super(message);
        this.code = code;
    }

    public ObjectStoreException(String code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public String code() {
        return code;
    }
}
