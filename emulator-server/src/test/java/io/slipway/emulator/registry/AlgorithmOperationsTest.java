package io.slipway.emulator.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.emulator.dispatch.RequestContext;
import io.slipway.emulator.store.OpenStore;
import io.slipway.emulator.wire.ApiError;
import io.slipway.emulator.wire.ApiException;
import io.slipway.emulator.wire.Document;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlgorithmOperationsTest {

    private static final RequestContext CONTEXT = new RequestContext("eu-west-1", "000000000000", "id", "");
    private static final String ARN = "arn:aws:sagemaker:eu-west-1:000000000000:algorithm/My-Trees";
    private static final Instant NOW = Instant.ofEpochMilli(1_700_000_000_123L);

    @TempDir
    Path directory;

    private OpenStore open;
    private Algorithms algorithms;
    private AlgorithmOperations operations;

    @BeforeEach
    void open() {
        InstantSource clock = InstantSource.fixed(NOW);
        open = new OpenStore(directory, clock);
        algorithms = new Algorithms(open.store());
        operations =
                new AlgorithmOperations(open.store(), algorithms, new AlgorithmRules(image -> !image.isBlank()), clock);
    }

    @AfterEach
    void close() {
        open.close();
    }

    private Document call(String operation, Document request) {
        return operations.operations().stream()
                .filter(row -> row.name().equals(operation))
                .findFirst()
                .orElseThrow()
                .handler()
                .handle(CONTEXT, request);
    }

    private Document call(String operation, String name) {
        return call(operation, Document.EMPTY.with("AlgorithmName", name));
    }

    private static Document json(String text) {
        return Document.parse(text.replace('\'', '"'));
    }

    private static Document specification() {
        return json("{'TrainingImage':'trees:1','SupportedTrainingInstanceTypes':['ml.m5.large'],"
                + "'TrainingChannels':[{'Name':'train','SupportedContentTypes':['text/csv'],"
                + "'SupportedInputModes':['File']}]}");
    }

    private static Document request(String name, Document specification) {
        return Document.EMPTY.with("AlgorithmName", name).with("TrainingSpecification", specification);
    }

    @Test
    void algorithmIsReadyAtOnceAndDescribedByNameOrArn() {
        Document created = call(
                "CreateAlgorithm",
                request("My-Trees", specification())
                        .with("AlgorithmDescription", "grows them")
                        .with("Tags", List.of(Map.of("Key", "k", "Value", "v"))));

        assertThat(created.toJson()).isEqualTo("{\"AlgorithmArn\":\"" + ARN + "\"}");
        for (String name : List.of("my-trees", ARN)) {
            Document algorithm = call("DescribeAlgorithm", name);
            assertThat(algorithm.getString("AlgorithmName")).isEqualTo("My-Trees");
            assertThat(algorithm.getString("AlgorithmArn")).isEqualTo(ARN);
            assertThat(algorithm.getString("AlgorithmStatus")).isEqualTo("Completed");
            assertThat(algorithm.documents("AlgorithmStatusDetails.ValidationStatuses"))
                    .isEmpty();
            assertThat(algorithm.findTime("CreationTime")).contains(NOW);
            assertThat(algorithm.findDocument("TrainingSpecification")).contains(specification());
            assertThat(algorithm.has("Tags")).isFalse();
        }
        assertThat(algorithms.trainingSpecification("eu-west-1", "MY-TREES")).contains(specification());
        assertThat(algorithms.trainingSpecification("eu-west-1", ARN)).contains(specification());
        assertThat(algorithms.trainingSpecification("us-east-1", "My-Trees")).isEmpty();
        assertThat(algorithms.trainingSpecification("eu-west-1", ARN.replace("algorithm/", "model/")))
                .isEmpty();
    }

    @Test
    void missingAndPresentAlgorithmsAreToldApart() {
        for (String operation : List.of("DescribeAlgorithm", "DeleteAlgorithm")) {
            assertThatThrownBy(() -> call(operation, "none"))
                    .isInstanceOfSatisfying(
                            ApiException.class, e -> assertThat(e.error()).isEqualTo(ApiError.VALIDATION_EXCEPTION))
                    .hasMessage("Algorithm with name none does not exist.");
        }
        call("CreateAlgorithm", request("a", specification()));
        assertThatThrownBy(() -> call("CreateAlgorithm", request("A", specification())))
                .hasMessageContaining("already exists");
    }

    @Test
    void deletedAlgorithmIsGone() {
        call("CreateAlgorithm", request("a", specification()));

        assertThat(call("DeleteAlgorithm", "a")).isEqualTo(Document.EMPTY);

        assertThatThrownBy(() -> call("DescribeAlgorithm", "a")).isInstanceOf(ApiException.class);
        assertThat(algorithms.trainingSpecification("eu-west-1", "a")).isEmpty();
    }

    @Test
    void listIsPagedAndFiltered() {
        for (String name : List.of("b-1", "a-1", "c-2")) {
            call("CreateAlgorithm", request(name, specification()).with("AlgorithmDescription", name));
        }

        Document first = call("ListAlgorithms", json("{'MaxResults':1,'SortBy':'Name','NameContains':'-1'}"));
        Document second = call(
                "ListAlgorithms",
                json("{'MaxResults':1,'SortBy':'Name','NameContains':'-1'}")
                        .with("NextToken", first.getString("NextToken")));

        assertThat(first.documents("AlgorithmSummaryList")).singleElement().satisfies(summary -> {
            assertThat(summary.getString("AlgorithmName")).isEqualTo("a-1");
            assertThat(summary.getString("AlgorithmDescription")).isEqualTo("a-1");
            assertThat(summary.getString("AlgorithmStatus")).isEqualTo("Completed");
        });
        assertThat(second.documents("AlgorithmSummaryList"))
                .extracting(summary -> summary.getString("AlgorithmName"))
                .containsExactly("b-1");
        assertThat(second.has("NextToken")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "'TrainingImage':' ';Invalid training image.",
                "'TrainingChannels':[{'Name':'a'},{'Name':'a'}];training channel [a] is defined more than once",
                "'MetricDefinitions':[{'Name':'m','Regex':'('}];Invalid regular expression of metric m",
                "'MetricDefinitions':[{'Name':'m','Regex':'m'},{'Name':'m','Regex':'n'}];metric [m] is defined more than",
                "'SupportedTuningJobObjectiveMetrics':[{'Type':'Minimize','MetricName':'m'}];"
                        + "The objective metric [m] is not in the metric definitions",
                "'SupportedHyperParameters':[{'Name':'h','Type':'FreeText','IsTunable':true}];cannot be tunable",
                "'SupportedHyperParameters':[{'Name':'h','Type':'Integer','IsTunable':true}];a range must be specified",
                "'SupportedHyperParameters':[{'Name':'h','Type':'Integer','IsRequired':true,'DefaultValue':'1'}];"
                        + "cannot have a default value",
                "'SupportedHyperParameters':[{'Name':'h','Type':'Integer','Range':"
                        + "{'CategoricalParameterRangeSpecification':{'Values':['a']}}}];does not fit its type, [Integer]",
                "'SupportedHyperParameters':[{'Name':'h','Type':'Integer','Range':"
                        + "{'IntegerParameterRangeSpecification':{'MinValue':'1','MaxValue':'1.5'}}}];must have integers",
                "'SupportedHyperParameters':[{'Name':'h','Type':'Continuous','Range':"
                        + "{'ContinuousParameterRangeSpecification':{'MinValue':'2','MaxValue':'1.5'}}}];greater than its MaxValue",
                "'SupportedHyperParameters':[{'Name':'h','Type':'FreeText'},{'Name':'h','Type':'FreeText'}];"
                        + "hyperparameter [h] is defined more than once"
            })
    void algorithmThatMakesNoSenseIsRefused(String members, String message) {
        assertThatThrownBy(() ->
                        call("CreateAlgorithm", request("a", specification().withAll(json("{" + members + "}")))))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.error()).isEqualTo(ApiError.VALIDATION_EXCEPTION))
                .hasMessageContaining(message);
        assertThatThrownBy(() -> call("DescribeAlgorithm", "a")).isInstanceOf(ApiException.class);
    }
}
