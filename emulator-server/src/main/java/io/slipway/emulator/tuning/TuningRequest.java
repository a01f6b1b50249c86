package io.slipway.emulator.tuning;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.slipway.emulator.job.BuiltInAlgorithms;
import io.slipway.emulator.job.MetricDefinition;
import io.slipway.emulator.wire.ApiException;
import io.slipway.emulator.wire.Document;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A client's request in the form in which it is stored and described: with what the service adds to it. */
final class TuningRequest {
    private static final String OBJECTIVE_HYPERPARAMETER = "_tuning_objective_metric";
    private static final int DEFAULT_VOLUME = 30;

    private TuningRequest() {}

    /** The definitions of a request, in either of its forms. */
    static List<Document> sentDefinitions(Document request) {
        Optional<Document> single = request.findDocument("TrainingJobDefinition");
        return single.isPresent() ? List.of(single.get()) : request.documents("TrainingJobDefinitions");
    }

    /** @throws ApiException if the objective is not a metric that the training jobs have */
    static Document stored(Document request) {
        Document config = request.findDocument("HyperParameterTuningJobConfig").orElseThrow();
        Document stored = request.with("HyperParameterTuningJobConfig", config(config, request.has("Autotune")));
        Optional<Document> single = request.findDocument("TrainingJobDefinition");
        if (single.isPresent()) {
            String metric = config.getString("HyperParameterTuningJobObjective.MetricName");
            return stored.with("TrainingJobDefinition", definition(single.get(), metric));
        }
        List<Document> definitions = new ArrayList<>();
        for (Document definition : request.documents("TrainingJobDefinitions")) {
            Document ranges = definition.findDocument("HyperParameterRanges").orElseThrow();
            definitions.add(definition(definition, definition.getString("TuningObjective.MetricName"))
                    .with("HyperParameterRanges", ranges(ranges)));
        }
        return stored.with("TrainingJobDefinitions", definitions);
    }

    /** How many training jobs there will be is part of every description: the SDK's attach asks for it. */
    static Document withMaximum(Document stored, int maximumTrainingJobs) {
        Document config = stored.findDocument("HyperParameterTuningJobConfig").orElseThrow();
        Document limits = config.findDocument("ResourceLimits").orElseThrow();
        return stored.with(
                "HyperParameterTuningJobConfig",
                config.with("ResourceLimits", limits.with("MaxNumberOfTrainingJobs", maximumTrainingJobs)));
    }

    private static Document config(Document config, boolean autotune) {
        Document filled = config.has("TrainingJobEarlyStoppingType")
                ? config
                : config.with("TrainingJobEarlyStoppingType", "Off");
        boolean endless =
                !config.has("ResourceLimits.MaxNumberOfTrainingJobs") && !config.has("TuningJobCompletionCriteria");
        if (autotune && endless) {
            filled = filled.with(
                    "TuningJobCompletionCriteria",
                    Map.of("ConvergenceDetected", Map.of("CompleteOnConvergence", "Enabled")));
        }
        return filled.with(
                "ParameterRanges", config.findDocument("ParameterRanges").map(TuningRequest::ranges));
    }

    private static Document ranges(Document sent) {
        Document ranges = AutoParameters.resolved(sent);
        Document filled = ranges;
        for (String kind : List.of("IntegerParameterRanges", "ContinuousParameterRanges")) {
            List<Document> scaled = ranges.documents(kind).stream()
                    .map(range -> range.has("ScalingType") ? range : range.with("ScalingType", "Auto"))
                    .toList();
            filled = filled.with(kind, scaled);
        }
        return filled.with("CategoricalParameterRanges", ranges.documents("CategoricalParameterRanges"));
    }

    private static Document definition(Document definition, String metric) {
        Document filled = definition
                .with("StaticHyperParameters", staticHyperparameters(definition, metric))
                .with("AlgorithmSpecification", algorithm(definition, metric))
                .with("OutputDataConfig", output(definition));
        if (!definition.has("ResourceConfig")) {
            filled = filled.with("ResourceConfig", resources(definition));
        }
        for (String flag : List.of(
                "EnableNetworkIsolation", "EnableInterContainerTrafficEncryption", "EnableManagedSpotTraining")) {
            filled = filled.with(flag, definition.isTrue(flag));
        }
        return filled;
    }

    private static Map<String, String> staticHyperparameters(Document definition, String metric) {
        Map<String, String> values = new LinkedHashMap<>(definition.stringMap("StaticHyperParameters"));
        boolean framework = values.containsKey("sagemaker_program") || values.containsKey("sagemaker_submit_directory");
        values.put(OBJECTIVE_HYPERPARAMETER, framework ? quoted(metric) : metric);
        return values;
    }

    private static String quoted(String text) {
        try {
            return Document.JSON.writeValueAsString(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Document algorithm(Document definition, String metric) {
        Document algorithm = definition.findDocument("AlgorithmSpecification").orElseThrow();
        List<Document> own = algorithm.documents("MetricDefinitions");
        if (find(own, metric).isPresent()) {
            return algorithm;
        }
        String image = algorithm.getString("TrainingImage");
        if (!BuiltInAlgorithms.isBuiltIn(image)) {
            throw ApiException.validation("A metric is required for this hyperparameter tuning job objective. Provide a"
                    + " metric in the metric definitions.");
        }
        List<Document> known = BuiltInAlgorithms.metricDefinitions(image).stream()
                .map(MetricDefinition::document)
                .toList();
        Document objective = find(known, metric)
                .orElseThrow(() -> ApiException.validation("The objective metric for the hyperparameter tuning job, ["
                        + metric + "], isn't valid for the [" + image
                        + "] algorithm. Choose a valid objective metric."));
        List<Document> all = new ArrayList<>(own);
        all.addAll(known);
        all.add(objective.with("Name", TrainingResult.OBJECTIVE_METRIC));
        return algorithm.with("MetricDefinitions", all);
    }

    private static Optional<Document> find(List<Document> metrics, String name) {
        return metrics.stream()
                .filter(metric -> metric.getString("Name").equals(name))
                .findFirst();
    }

    private static Document output(Document definition) {
        Document output = definition.findDocument("OutputDataConfig").orElseThrow();
        return output.has("KmsKeyId") ? output : output.with("KmsKeyId", "");
    }

    /** What a single training job gets of resources that are meant for many; the first choice is always to be had. */
    private static Document resources(Document definition) {
        Document own =
                definition.findDocument("HyperParameterTuningResourceConfig").orElseThrow();
        List<Document> choices = own.documents("InstanceConfigs");
        Document first = choices.isEmpty() ? own : choices.getFirst();
        return Document.EMPTY
                .with("InstanceType", first.getString("InstanceType"))
                .with("InstanceCount", first.getLong("InstanceCount"))
                .with(
                        "VolumeSizeInGB",
                        first.findLong("VolumeSizeInGB")
                                .orElse(own.findLong("VolumeSizeInGB").orElse(DEFAULT_VOLUME)))
                .with("VolumeKmsKeyId", own.find("VolumeKmsKeyId"));
    }
}
