package io.slipway.emulator.registry;

import io.slipway.emulator.wire.ApiException;
import io.slipway.emulator.wire.Document;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What the service's model of CreateAlgorithm cannot say. */
public final class AlgorithmRules {

    private static final String TRAINING = "TrainingSpecification";

    private final Predicate<String> acceptableImage;

    /** @param acceptableImage whether a request may name an image at all */
    public AlgorithmRules(Predicate<String> acceptableImage) {
        this.acceptableImage = acceptableImage;
    }

    void check(Document request) {
        Document training = request.findDocument(TRAINING).orElse(Document.EMPTY);
        refuse(
                !acceptableImage.test(training.getString("TrainingImage")),
                "Invalid training image. Please provide a valid Amazon Elastic Container Registry path of the Docker image"
                        + " to run.");
        training.documents("SupportedHyperParameters").forEach(HyperparameterRules::check);
        checkUnique(training.documents("SupportedHyperParameters"), "hyperparameter");
        checkUnique(training.documents("TrainingChannels"), "training channel");
        checkUnique(training.documents("MetricDefinitions"), "metric");
        training.documents("MetricDefinitions").forEach(AlgorithmRules::checkRegex);
        checkObjectives(training);
    }

    private static void checkUnique(List<Document> named, String what) {
        Set<String> names = new HashSet<>();
        for (Document each : named) {
            String name = each.getString("Name");
            refuse(!names.add(name), "The " + what + " [" + name + "] is defined more than once.");
        }
    }

    private static void checkRegex(Document metric) {
        try {
            Pattern.compile(metric.getString("Regex"));
        } catch (PatternSyntaxException e) {
            throw ApiException.validation("Invalid regular expression of metric " + metric.getString("Name") + ": "
                    + e.getDescription() + " near index " + e.getIndex() + ".");
        }
    }

    private static void checkObjectives(Document training) {
        List<Document> objectives = training.documents("SupportedTuningJobObjectiveMetrics");
        List<String> metrics = training.documents("MetricDefinitions").stream()
                .map(metric -> metric.getString("Name"))
                .toList();
        for (Document objective : objectives) {
            String metric = objective.getString("MetricName");
            refuse(
                    !metrics.contains(metric),
                    "The objective metric [" + metric + "] is not in the metric definitions of the algorithm.");
        }
    }

    static void refuse(boolean wrong, String message) {
        if (wrong) {
            throw ApiException.validation(message);
        }
    }
}
