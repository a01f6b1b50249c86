package io.slipway.emulator.training;

/** Where a training container finds and leaves things. */
final class ContainerPaths {

    static final String CONFIG_DIRECTORY = "/opt/ml/input/config";
    static final String CONFIG = CONFIG_DIRECTORY + "/";
    static final String DATA = "/opt/ml/input/data";
    static final String MODEL = "/opt/ml/model";
    static final String OUTPUT = "/opt/ml/output/data";
    static final String OUTPUT_DIRECTORY = "/opt/ml/output";
    static final String FAILURE = "/opt/ml/output/failure";
    static final String METRICS = "/opt/ml/output/metrics/sagemaker";
    static final String PROFILER = "/opt/ml/output/profiler";
    static final String ERRORS = "/opt/ml/errors";
    static final String CHECKPOINTS = "/opt/ml/checkpoints";
    static final String TENSORS = "/opt/ml/output/tensors";
    static final String TENSORBOARD = "/opt/ml/output/tensorboard";

    private ContainerPaths() {}
}
