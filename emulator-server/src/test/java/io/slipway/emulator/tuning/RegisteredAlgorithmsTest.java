package io.slipway.emulator.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.emulator.wire.ApiError;
import io.slipway.emulator.wire.ApiException;
import io.slipway.emulator.wire.Document;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegisteredAlgorithmsTest {

    private static final Document SPECIFICATION = json("{'TrainingImage':'trees:1',"
            + "'MetricDefinitions':[{'Name':'loss','Regex':'loss=(.*)'},{'Name':'size','Regex':'size=(.*)'}],"
            + "'SupportedTuningJobObjectiveMetrics':[{'Type':'Minimize','MetricName':'loss'}],"
            + "'SupportedHyperParameters':[{'Name':'lr','Type':'Continuous','IsTunable':true},"
            + "{'Name':'depth','Type':'Integer','IsTunable':true},{'Name':'opt','Type':'Categorical','IsTunable':true},"
            + "{'Name':'epochs','Type':'Integer'}]}");

    private final RegisteredAlgorithms algorithms = new RegisteredAlgorithms(
            (region, name) -> Optional.ofNullable(Map.of("trees", SPECIFICATION).get(name)));

    private static Document json(String text) {
        return Document.parse(text.replace('\'', '"'));
    }

    private static Document request() {
        return TuningHouse.withDefinition(
                TuningHouse.request("tune", 4, 2),
                "AlgorithmSpecification",
                json("{'AlgorithmName':'trees','TrainingInputMode':'File'}"));
    }

    @Test
    void metricsOfTheAlgorithmAreShownAndNotSentToTrainingJobs() {
        Document completed = algorithms.complete("eu-west-1", request());

        assertThat(completed.documents("TrainingJobDefinition.AlgorithmSpecification.MetricDefinitions"))
                .extracting(metric -> metric.getString("Name"))
                .containsExactly("loss", "size");
        Document image = TuningHouse.request("tune", 4, 2);
        assertThat(algorithms.complete("eu-west-1", image)).isEqualTo(image);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{'AlgorithmName':'shrubs'};Algorithm with name shrubs does not exist.",
                "{'AlgorithmName':'trees','MetricDefinitions':[{'Name':'m','Regex':'m'}]};"
                        + "You can't override the metric definitions for AWS Marketplace algorithms."
            })
    void algorithmThatCannotBeUsedIsRefused(String algorithm, String message) {
        assertRefused(TuningHouse.withDefinition(request(), "AlgorithmSpecification", json(algorithm)), message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "HyperParameterTuningJobObjective;{'Type':'Maximize','MetricName':'loss'};[loss], isn't valid for the [trees]",
                "HyperParameterTuningJobObjective;{'Type':'Minimize','MetricName':'size'};[size], isn't valid for the [trees]",
                "ParameterRanges;{'IntegerParameterRanges':[{'Name':'epochs','MinValue':'1','MaxValue':'2'}]};"
                        + "The hyperparameter [epochs] isn't tunable for the [trees] algorithm."
            })
    void whatTheAlgorithmDoesNotOfferIsRefused(String member, String value, String message) {
        assertRefused(TuningHouse.withConfig(request(), member, json(value)), message);
    }

    private void assertRefused(Document request, String message) {
        assertThatThrownBy(() -> algorithms.complete("eu-west-1", request))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.error()).isEqualTo(ApiError.VALIDATION_EXCEPTION))
                .hasMessageContaining(message);
    }
}
