package io.slipway.emulator.wire;

/**
 * The errors that the services give, with the HTTP status of the JSON protocols.
 *
 * @see <a href="https://docs.aws.amazon.com/sagemaker/latest/APIReference/CommonErrors.html">Common Errors</a>
 */
public enum ApiError {
    VALIDATION_EXCEPTION("ValidationException", 400),
    RESOURCE_NOT_FOUND("ResourceNotFound", 400),
    RESOURCE_IN_USE("ResourceInUse", 400),
    RESOURCE_LIMIT_EXCEEDED("ResourceLimitExceeded", 400),
    CONFLICT_EXCEPTION("ConflictException", 400),
    SERIALIZATION_EXCEPTION("SerializationException", 400),
    UNKNOWN_OPERATION("UnknownOperationException", 400),
    /** CloudWatch Logs' own word for a missing group or stream. */
    RESOURCE_NOT_FOUND_EXCEPTION("ResourceNotFoundException", 400),
    RESOURCE_ALREADY_EXISTS_EXCEPTION("ResourceAlreadyExistsException", 400),
    INVALID_PARAMETER("InvalidParameterException", 400),
    /** CloudWatch's words for a value that is wrong, missing, or wrong beside another. */
    INVALID_PARAMETER_VALUE("InvalidParameterValueException", 400),
    MISSING_REQUIRED_PARAMETER("MissingRequiredParameterException", 400),
    INVALID_PARAMETER_COMBINATION("InvalidParameterCombinationException", 400),
    INVALID_NEXT_TOKEN("InvalidNextToken", 400),
    /** IAM's. */
    NO_SUCH_ENTITY("NoSuchEntity", 404),
    REQUEST_TOO_LARGE("RequestEntityTooLargeException", 413),
    /** A known operation that Slipway does not have. */
    NOT_IMPLEMENTED("NotImplementedException", 501),
    INTERNAL_FAILURE("InternalFailure", 500);

    private final String code;
    private final int httpStatus;

    ApiError(String code, int httpStatus) {
        this.code = code;
        this.httpStatus = httpStatus;
    }

    public String code() {
        return code;
    }

    public int httpStatus() {
        return httpStatus;
    }
}
