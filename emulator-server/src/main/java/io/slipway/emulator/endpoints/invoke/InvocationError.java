package io.slipway.emulator.endpoints.invoke;

/**
 * The errors of the runtime API.
 *
 * @see <a href="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html">InvokeEndpoint</a>
 */
enum InvocationError {
    VALIDATION_ERROR("ValidationError", 400),
    THROTTLING("ThrottlingException", 400),
    MODEL_ERROR("ModelError", 424),
    MODEL_NOT_READY("ModelNotReadyException", 429),
    INTERNAL_FAILURE("InternalFailure", 500),
    SERVICE_UNAVAILABLE("ServiceUnavailable", 503),
    /** The front of the service refuses it, without a word for the kind. */
    TOO_LARGE("", 413);

    private final String type;
    private final int httpStatus;

    InvocationError(String type, int httpStatus) {
        this.type = type;
        this.httpStatus = httpStatus;
    }

    String type() {
        return type;
    }

    int httpStatus() {
        return httpStatus;
    }
}
