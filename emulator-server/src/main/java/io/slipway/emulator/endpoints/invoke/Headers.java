package io.slipway.emulator.endpoints.invoke;

/** Names of the runtime API's headers. */
final class Headers {

    static final String CUSTOM_ATTRIBUTES = "X-Amzn-SageMaker-Custom-Attributes";
    static final String INFERENCE_ID = "X-Amzn-SageMaker-Inference-Id";
    static final String TARGET_MODEL = "X-Amzn-SageMaker-Target-Model";
    static final String TARGET_VARIANT = "X-Amzn-SageMaker-Target-Variant";
    static final String TARGET_CONTAINER = "X-Amzn-SageMaker-Target-Container-Hostname";
    static final String CONTENT_TYPE = "X-Amzn-SageMaker-Content-Type";
    static final String ACCEPT = "X-Amzn-SageMaker-Accept";
    static final String INVOKED_VARIANT = "x-Amzn-Invoked-Production-Variant";
    static final String INPUT_LOCATION = "X-Amzn-SageMaker-InputLocation";
    static final String OUTPUT_LOCATION = "X-Amzn-SageMaker-OutputLocation";
    static final String FAILURE_LOCATION = "X-Amzn-SageMaker-FailureLocation";
    static final String OUTPUT_PATH_EXTENSION = "X-Amzn-SageMaker-S3OutputPathExtension";
    static final String FILE_NAME = "X-Amzn-SageMaker-Filename";
    static final String TIME_TO_LIVE = "X-Amzn-SageMaker-RequestTTLSeconds";
    static final String TIMEOUT = "X-Amzn-SageMaker-InvocationTimeoutSeconds";

    private Headers() {}
}
