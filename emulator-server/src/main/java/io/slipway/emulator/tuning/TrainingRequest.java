package io.slipway.emulator.tuning;

import io.slipway.emulator.wire.Document;
import io.slipway.s3.S3Uri;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The {@code CreateTrainingJob} request of a trial. */
final class TrainingRequest {
    private static final List<String> COPIED = List.of(
            "AlgorithmSpecification",
            "RoleArn",
            "InputDataConfig",
            "VpcConfig",
            "OutputDataConfig",
            "ResourceConfig",
            "StoppingCondition",
            "EnableNetworkIsolation",
            "EnableInterContainerTrafficEncryption",
            "EnableManagedSpotTraining",
            "RetryStrategy",
            "Environment");

    private TrainingRequest() {}

    /** @param tags that the tuning job has now */
    static Document of(TuningJob job, TuningTrial trial, List<Document> tags) {
        Document definition = job.definitions().get(trial.definition()).document();
        Map<String, String> hyperparameters = new LinkedHashMap<>(definition.stringMap("StaticHyperParameters"));
        hyperparameters.putAll(trial.tuned());
        Document request =
                Document.EMPTY.with("TrainingJobName", trial.name()).with("HyperParameters", hyperparameters);
        for (String member : COPIED) {
            request = request.with(member, definition.find(member));
        }
        return withoutAlgorithmsMetrics(request)
                .with(
                        "CheckpointConfig",
                        definition.findDocument("CheckpointConfig").map(config -> checkpoints(config, trial)))
                .with("Tags", tags);
    }

    /** What the algorithm defines is shown, but no training job may say it again. */
    private static Document withoutAlgorithmsMetrics(Document request) {
        Document algorithm = request.findDocument("AlgorithmSpecification").orElse(Document.EMPTY);
        return algorithm.has("AlgorithmName")
                ? request.with("AlgorithmSpecification", algorithm.without("MetricDefinitions"))
                : request;
    }

    /** Each training job its own place: they would read each other's checkpoints. */
    private static Document checkpoints(Document config, TuningTrial trial) {
        S3Uri shared = S3Uri.parse(config.getString("S3Uri"));
        return config.with("S3Uri", shared.resolve(trial.name()) + "/");
    }
}
