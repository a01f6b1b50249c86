package io.slipway.emulator.processing;

/** Where a processing container finds and leaves things. */
final class ContainerPaths {

    static final String PROCESSING = "/opt/ml/processing";
    static final String CONFIG = "/opt/ml/config";
    static final String OUTPUT = "/opt/ml/output";
    static final String MESSAGE = OUTPUT + "/message";
    static final String DATA = OUTPUT + "/data";
    static final String METRICS = OUTPUT + "/metrics/cloudwatch";

    private ContainerPaths() {}
}
