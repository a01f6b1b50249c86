package io.slipway.emulator.training;

import io.slipway.emulator.job.BuiltInAlgorithms;
import io.slipway.emulator.job.MetricDefinition;
import io.slipway.emulator.wire.Document;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a job runs.
 *
 * @param image that it names itself, or that of the algorithm that it names
 * @param metrics those sent, and those that the service or the algorithm defines
 * @param defaults of hyperparameters that are not set
 */
record TrainingAlgorithm(String image, List<MetricDefinition> metrics, Map<String, String> defaults) {

    /** Not a member of the service's; it does not show in a description. */
    private static final String STORED_IMAGE = "ImageToRun";

    TrainingAlgorithm {
        metrics = List.copyOf(metrics);
        defaults = Map.copyOf(defaults);
    }

    static TrainingAlgorithm ofImage(Document job) {
        Document algorithm = job.findDocument("AlgorithmSpecification").orElse(Document.EMPTY);
        String image = algorithm.getString("TrainingImage");
        return new TrainingAlgorithm(image, BuiltInAlgorithms.withOwn(image, MetricDefinition.of(algorithm)), Map.of());
    }

    /** @param specification of an algorithm that a client registered */
    static TrainingAlgorithm registered(Document specification) {
        Map<String, String> defaults = new LinkedHashMap<>();
        for (Document hyperparameter : specification.documents("SupportedHyperParameters")) {
            hyperparameter
                    .findString("DefaultValue")
                    .ifPresent(value -> defaults.put(hyperparameter.getString("Name"), value));
        }
        return new TrainingAlgorithm(
                specification.getString("TrainingImage"), MetricDefinition.of(specification), defaults);
    }

    /** The request with what it leaves to the algorithm. */
    Document complete(Document job) {
        if (defaults.isEmpty()) {
            return job;
        }
        Map<String, String> hyperparameters = new LinkedHashMap<>(defaults);
        hyperparameters.putAll(job.stringMap("HyperParameters"));
        return job.with("HyperParameters", hyperparameters);
    }

    /** The members that a job keeps of it. */
    Document managed(Document job) {
        Document sent = job.findDocument("AlgorithmSpecification").orElse(Document.EMPTY);
        Document managed = sent.has("TrainingImage") ? Document.EMPTY : Document.EMPTY.with(STORED_IMAGE, image);
        return metrics.size() == MetricDefinition.of(sent).size()
                ? managed
                : managed.with(
                        "AlgorithmSpecification",
                        sent.with(
                                "MetricDefinitions",
                                metrics.stream().map(MetricDefinition::document).toList()));
    }

    /** @param description of a job, with what {@link #managed} gave */
    static String image(Document description) {
        return description
                .findString(STORED_IMAGE)
                .orElseGet(() -> description.getString("AlgorithmSpecification.TrainingImage"));
    }
}
