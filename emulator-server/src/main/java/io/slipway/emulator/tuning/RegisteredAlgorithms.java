package io.slipway.emulator.tuning;

import io.slipway.emulator.wire.ApiException;
import io.slipway.emulator.wire.Document;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Definitions whose training jobs run an algorithm that a client registered: it says what can be tuned, and for what. */
record RegisteredAlgorithms(Algorithms algorithms) {

    private static final List<String> RANGES = List.of(
            "IntegerParameterRanges", "ContinuousParameterRanges", "CategoricalParameterRanges", "AutoParameters");

    /**
     * The request with the metrics of the algorithms that it names.
     *
     * @throws ApiException if an algorithm does not exist, or is not for that
     */
    Document complete(String region, Document request) {
        Document config = request.findDocument("HyperParameterTuningJobConfig").orElse(Document.EMPTY);
        Optional<Document> single = request.findDocument("TrainingJobDefinition");
        if (single.isPresent()) {
            return request.with(
                    "TrainingJobDefinition",
                    complete(region, single.get(), config, "HyperParameterTuningJobObjective", "ParameterRanges"));
        }
        List<Document> completed = new ArrayList<>();
        for (Document definition : request.documents("TrainingJobDefinitions")) {
            completed.add(complete(region, definition, definition, "TuningObjective", "HyperParameterRanges"));
        }
        return request.with("TrainingJobDefinitions", completed);
    }

    private Document complete(String region, Document definition, Document goals, String objective, String ranges) {
        Optional<String> name = definition.findString("AlgorithmSpecification.AlgorithmName");
        if (name.isEmpty()) {
            return definition;
        }
        Document specification = algorithms
                .trainingSpecification(region, name.get())
                .orElseThrow(() -> ApiException.validation("Algorithm with name " + name.get() + " does not exist."));
        Document sent = definition.findDocument("AlgorithmSpecification").orElseThrow();
        refuse(
                sent.has("MetricDefinitions"),
                "You can't override the metric definitions for AWS Marketplace algorithms. Try the request without"
                        + " specifying metric definitions.");
        goals.findDocument(objective).ifPresent(goal -> checkObjective(name.get(), goal, specification));
        goals.findDocument(ranges).ifPresent(tuned -> checkTunable(name.get(), tuned, specification));
        return definition.with(
                "AlgorithmSpecification", sent.with("MetricDefinitions", specification.documents("MetricDefinitions")));
    }

    private static void checkObjective(String algorithm, Document goal, Document specification) {
        String metric = goal.getString("MetricName");
        boolean defined = specification.documents("MetricDefinitions").stream()
                .anyMatch(definition -> definition.getString("Name").equals(metric));
        List<Document> supported = specification.documents("SupportedTuningJobObjectiveMetrics");
        boolean offered = supported.isEmpty()
                || supported.stream()
                        .anyMatch(each -> each.getString("MetricName").equals(metric)
                                && each.getString("Type").equals(goal.getString("Type")));
        refuse(
                !defined || !offered,
                "The objective metric for the hyperparameter tuning job, [" + metric + "], isn't valid for the ["
                        + algorithm + "] algorithm. Choose a valid objective metric.");
    }

    private static void checkTunable(String algorithm, Document ranges, Document specification) {
        Set<String> tunable = new HashSet<>();
        for (Document hyperparameter : specification.documents("SupportedHyperParameters")) {
            if (hyperparameter.isTrue("IsTunable")) {
                tunable.add(hyperparameter.getString("Name"));
            }
        }
        for (String kind : RANGES) {
            for (Document range : ranges.documents(kind)) {
                String name = range.getString("Name");
                refuse(
                        !tunable.contains(name),
                        "The hyperparameter [" + name + "] isn't tunable for the [" + algorithm
                                + "] algorithm. Choose hyperparameters that are.");
            }
        }
    }

    private static void refuse(boolean wrong, String message) {
        if (wrong) {
            throw ApiException.validation(message);
        }
    }
}
