package io.slipway.emulator.aws;

/** The AWS services that a client may mean. */
public enum Service {
    SAGEMAKER,
    SAGEMAKER_RUNTIME,
    SAGEMAKER_METRICS,
    LOGS,
    CLOUDWATCH,
    STS,
    IAM
}
