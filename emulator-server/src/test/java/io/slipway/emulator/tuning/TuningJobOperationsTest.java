package io.slipway.emulator.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.emulator.tuning.PlayedTrainingJobs.End;
import io.slipway.emulator.wire.ApiError;
import io.slipway.emulator.wire.ApiException;
import io.slipway.emulator.wire.Document;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class TuningJobOperationsTest {
    private static final String XGBOOST = "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1";

    @TempDir
    Path directory;

    private TuningHouse house;

    @BeforeEach
    void open() {
        house = new TuningHouse(directory, InstantSource.system());
    }

    @AfterEach
    void close() {
        house.close();
    }

    private static Document request() {
        return TuningHouse.request("tune", 10, 2);
    }

    private void refused(Document request, String message) {
        assertThatThrownBy(() -> house.create(request))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.error()).isEqualTo(ApiError.VALIDATION_EXCEPTION))
                .hasMessage(message);
        assertThat(house.training.requests).isEmpty();
        assertThatThrownBy(() -> house.describe("tune"))
                .hasMessage("Amazon SageMaker can't find a tuning job called tune. Type another name.");
    }

    private static Document ranges(String json) {
        return TuningHouse.withConfig(request(), "ParameterRanges", Document.parse(json));
    }

    private static Document xgboost(String metric, Map<String, String> fixed) {
        Document request = TuningHouse.withConfig(
                request(), "HyperParameterTuningJobObjective", Map.of("Type", "Minimize", "MetricName", metric));
        request = TuningHouse.withDefinition(request, "StaticHyperParameters", fixed);
        return TuningHouse.withDefinition(
                request, "AlgorithmSpecification", Map.of("TrainingImage", XGBOOST, "TrainingInputMode", "File"));
    }

    @Test
    void combinationsMustSufficeAndAreCountedAsTheServiceCountsThem() {
        refused(
                ranges("{\"IntegerParameterRanges\":[{\"Name\":\"a\",\"MinValue\":\"1\",\"MaxValue\":\"3\"}]}"),
                "You don't have enough combinations of hyperparameter ranges. The total number of hyperparameter"
                        + " combinations for the provided ranges [3.0] must be equal or greater than the value of"
                        + " MaxNumberOfJobs, [10]. Provide additional ranges.");
    }

    @Test
    void customImageNeedsTheObjectivesMetricDefinition() {
        refused(
                TuningHouse.withDefinition(
                        request(),
                        "AlgorithmSpecification",
                        Map.of("TrainingImage", "mine:1", "TrainingInputMode", "File")),
                "A metric is required for this hyperparameter tuning job objective. Provide a metric in the metric"
                        + " definitions.");
    }

    @Test
    void builtInAlgorithmHasItsMetricsAndNoOthers() {
        refused(
                xgboost("validation:none", Map.of()),
                "The objective metric for the hyperparameter tuning job, [validation:none], isn't valid for the ["
                        + XGBOOST + "] algorithm. Choose a valid objective metric.");
    }

    @Test
    void definitionsAreEitherOneOrSeveral() {
        Document definition = request().findDocument("TrainingJobDefinition").orElseThrow();
        refused(
                request().with("TrainingJobDefinitions", List.of(definition)),
                "Only one of TrainingJobDefinition and TrainingJobDefinitions can be specified.");
        refused(
                request().without("TrainingJobDefinition"),
                "Either TrainingJobDefinition or TrainingJobDefinitions must be specified.");
    }

    @Test
    void hyperbandMustKnowHowManyEpochsThereAre() {
        Document hyperband = TuningHouse.withConfig(request(), "Strategy", "Hyperband");
        refused(
                TuningHouse.withDefinition(hyperband, "StaticHyperParameters", Map.of()),
                "MaxResource parameter is not provided and could not be inferred from provided static hyperparameters of"
                        + " TrainingJobDefinition.");
        refused(
                TuningHouse.withConfig(hyperband, "TrainingJobEarlyStoppingType", "Auto"),
                "TrainingJobEarlyStoppingType must be Off for the Hyperband strategy, which stops training jobs itself.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2|1|Auto|The MinValue, [2], of the hyperparameter [x] must be less than its MaxValue, [1].",
                "1|1|Auto|The MinValue, [1], of the hyperparameter [x] must be less than its MaxValue, [1].",
                "a|1|Auto|The MinValue, [a], of the hyperparameter [x] is not a number.",
                "NaN|1|Auto|The MinValue, [NaN], of the hyperparameter [x] is not a number.",
                "0|1|Logarithmic|The MinValue, [0], of the hyperparameter [x] must be greater than 0 for Logarithmic scaling.",
                "0|1|ReverseLogarithmic|The range of the hyperparameter [x] must be within 0 <= x < 1 for ReverseLogarithmic"
                        + " scaling.",
            })
    void continuousRangeMustMakeSense(String low, String high, String scaling, String message) {
        refused(
                ranges("{\"ContinuousParameterRanges\":[{\"Name\":\"x\",\"MinValue\":\"" + low + "\",\"MaxValue\":\""
                        + high + "\",\"ScalingType\":\"" + scaling + "\"}]}"),
                message);
    }

    @Test
    void otherRangesMustMakeSense() {
        refused(
                ranges("{\"IntegerParameterRanges\":[{\"Name\":\"x\",\"MinValue\":\"1\",\"MaxValue\":\"2.5\"}]}"),
                "The MinValue, [1], and the MaxValue, [2.5], of the integer hyperparameter [x] must be integers.");
        refused(
                ranges("{\"CategoricalParameterRanges\":[{\"Name\":\"x\",\"Values\":[\"a\",\"a\"]}]}"),
                "The categorical hyperparameter [x] has the value [a] more than once. Specify each value only once.");
        refused(
                ranges("{\"CategoricalParameterRanges\":[{\"Name\":\"x\",\"Values\":[\"a\"]}],"
                        + "\"ContinuousParameterRanges\":[{\"Name\":\"x\",\"MinValue\":\"1\",\"MaxValue\":\"2\"}]}"),
                "The hyperparameter [x] is in more than one parameter range. Specify each hyperparameter only once.");
        refused(ranges("{}"), "No hyperparameter ranges are provided. Provide at least one parameter range.");
        refused(
                TuningHouse.withDefinition(request(), "StaticHyperParameters", Map.of("lr", "1")),
                "The hyperparameter [lr] is in both the parameter ranges and the static hyperparameters. Specify it in one"
                        + " of them.");
    }

    @Test
    void limitsMustFitTogether() {
        refused(
                TuningHouse.request("tune", 2, 3),
                "The value of MaxParallelTrainingJobs, [3], must be less than or equal to the value of"
                        + " MaxNumberOfTrainingJobs, [2].");
        refused(
                TuningHouse.withConfig(request(), "ResourceLimits", Map.of("MaxParallelTrainingJobs", 1)),
                "MaxNumberOfTrainingJobs must be specified, unless the Grid strategy, MaxRuntimeInSeconds or"
                        + " TuningJobCompletionCriteria end the hyperparameter tuning job.");
    }

    @Test
    void gridTakesCategoriesOnlyAndAllOfThem() {
        refused(
                TuningHouse.withConfig(request(), "Strategy", "Grid"),
                "The Grid strategy supports categorical hyperparameter ranges only.");
        refused(
                TuningHouse.withConfig(
                        ranges("{\"CategoricalParameterRanges\":[{\"Name\":\"x\",\"Values\":[\"a\",\"b\"]}]}"),
                        "Strategy",
                        "Grid"),
                "The value of MaxNumberOfTrainingJobs, [10], must be equal to the number of hyperparameter combinations,"
                        + " [2], for the Grid strategy. Leave it out, or correct it.");
    }

    @Test
    void imageAndInstancesMustBeNamed() {
        refused(
                TuningHouse.withDefinition(
                        request(),
                        "AlgorithmSpecification",
                        Map.of("TrainingImage", "not an image", "TrainingInputMode", "File")),
                "Invalid training image. Please provide a valid Amazon Elastic Container Registry path of the Docker image"
                        + " to run.");
        Document definition = request().findDocument("TrainingJobDefinition").orElseThrow();
        refused(
                request().with("TrainingJobDefinition", definition.without("ResourceConfig")),
                "Either ResourceConfig or HyperParameterTuningResourceConfig must be specified.");
    }

    @Test
    void whatCreateTrainingJobWouldRefuseIsRefusedAtOnce() {
        house.training.refusal = Optional.of("No S3 objects found under S3 URL");

        refused(request(), "No S3 objects found under S3 URL");
    }

    @Test
    void nameCanBeUsedOnce() {
        house.create(request());

        assertThatThrownBy(() -> house.create(request()))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.error()).isEqualTo(ApiError.RESOURCE_IN_USE))
                .hasMessage(
                        "A hyperparameter tuning job with the name, tune, already exists. Choose a different name.");
    }

    @Test
    void describeShowsWhatAttachOfTheSdkReads() {
        Document definition = request().findDocument("TrainingJobDefinition").orElseThrow();
        Document resources =
                Document.parse("{\"InstanceType\":\"ml.m5.xlarge\",\"InstanceCount\":2,\"VolumeSizeInGB\":20}");
        house.create(request()
                .with(
                        "TrainingJobDefinition",
                        definition.without("ResourceConfig").with("HyperParameterTuningResourceConfig", resources)));

        Document job = house.describe("tune");

        assertThat(job.findDocument("TrainingJobDefinition.ResourceConfig")).contains(resources);
        assertThat(job.findDocument("TrainingJobDefinition.HyperParameterTuningResourceConfig"))
                .contains(resources);
        assertThat(job.getString("TrainingJobDefinition.StaticHyperParameters._tuning_objective_metric"))
                .isEqualTo("loss");
        assertThat(job.getString("HyperParameterTuningJobConfig.TrainingJobEarlyStoppingType"))
                .isEqualTo("Off");
        Document ranges = job.findDocument("HyperParameterTuningJobConfig.ParameterRanges")
                .orElseThrow();
        assertThat(ranges.documents("ContinuousParameterRanges").getFirst().getString("ScalingType"))
                .isEqualTo("Auto");
        assertThat(job.findBoolean("TrainingJobDefinition.EnableManagedSpotTraining"))
                .contains(false);
        assertThat(job.getString("HyperParameterTuningJobStatus")).isEqualTo("InProgress");
    }

    @Test
    void builtInAlgorithmsMetricsAreFilledInWithTheObjective() {
        house.create(xgboost("validation:rmse", Map.of("num_round", "10")));

        Document definition =
                house.describe("tune").findDocument("TrainingJobDefinition").orElseThrow();
        List<Document> metrics = definition.documents("AlgorithmSpecification.MetricDefinitions");
        assertThat(metrics).extracting(metric -> metric.getString("Name")).contains("validation:rmse");
        assertThat(metrics.getLast().getString("Name")).isEqualTo("ObjectiveMetric");
        assertThat(metrics.getLast().getString("Regex"))
                .isEqualTo(metrics.stream()
                        .filter(metric -> metric.getString("Name").equals("validation:rmse"))
                        .findFirst()
                        .orElseThrow()
                        .getString("Regex"));
        assertThat(definition.getString("StaticHyperParameters._tuning_objective_metric"))
                .isEqualTo("validation:rmse");
    }

    @Test
    void frameworkJobsGetTheObjectiveAsJson() {
        house.create(TuningHouse.withDefinition(
                request(), "StaticHyperParameters", Map.of("sagemaker_program", "\"train.py\"")));

        assertThat(house.describe("tune")
                        .getString("TrainingJobDefinition.StaticHyperParameters._tuning_objective_metric"))
                .isEqualTo("\"loss\"");
    }

    @Test
    void autotuneChoosesRangesAroundItsHints() {
        Document ranges = Document.parse("""
                {"AutoParameters":[{"Name":"units","ValueHint":"64"},{"Name":"lr","ValueHint":"0.01"}]}""");
        Document request = TuningHouse.withConfig(request(), "ParameterRanges", ranges);
        refused(request, "AutoParameters can only be specified with Autotune.");

        house.create(request.with("Autotune", Map.of("Mode", "Enabled")));

        Document chosen = house.describe("tune")
                .findDocument("HyperParameterTuningJobConfig.ParameterRanges")
                .orElseThrow();
        assertThat(chosen.documents("IntegerParameterRanges"))
                .containsExactly(Document.parse(
                        "{\"Name\":\"units\",\"MinValue\":\"32\",\"MaxValue\":\"128\",\"ScalingType\":\"Auto\"}"));
        assertThat(chosen.documents("ContinuousParameterRanges"))
                .containsExactly(Document.parse("{\"Name\":\"lr\",\"MinValue\":\"0.001\",\"MaxValue\":\"0.1\","
                        + "\"ScalingType\":\"Logarithmic\"}"));
    }

    @Test
    void trainingJobsAreListedInEveryOrderPageByPage() {
        house.training.play = request -> request.getString("TrainingJobName").contains("-003-")
                ? Optional.of(End.failed("AlgorithmError: x"))
                : Optional.of(End.completed(Double.parseDouble(request.getString("HyperParameters.lr"))));
        house.run(TuningHouse.request("tune", 7, 1));

        Document query = Document.EMPTY.with("HyperParameterTuningJobName", "tune");
        assertThat(names(query.with("MaxResults", 3))).hasSize(7).isSorted();
        assertThat(names(query.with("SortOrder", "Descending").with("MaxResults", 2)))
                .hasSize(7)
                .isSortedAccordingTo(java.util.Comparator.reverseOrder());
        assertThat(names(query.with("StatusEquals", "Failed"))).hasSize(1);
        List<Document> byValue = house.call(
                        "ListTrainingJobsForHyperParameterTuningJob", query.with("SortBy", "FinalObjectiveMetricValue"))
                .documents("TrainingJobSummaries");
        assertThat(byValue).hasSize(6);
        assertThat(byValue)
                .extracting(summary -> summary.findDouble("FinalHyperParameterTuningJobObjectiveMetric.Value")
                        .orElseThrow())
                .isSorted();
        assertThatThrownBy(() -> names(query.with("NextToken", "bad"))).hasMessage("Invalid NextToken");
    }

    private List<String> names(Document query) {
        List<String> names = new java.util.ArrayList<>();
        Optional<String> token = Optional.empty();
        do {
            Document page = house.call(
                    "ListTrainingJobsForHyperParameterTuningJob",
                    token.isPresent() ? query.with("NextToken", token.get()) : query);
            page.documents("TrainingJobSummaries").forEach(summary -> names.add(summary.getString("TrainingJobName")));
            token = page.findString("NextToken");
        } while (token.isPresent());
        return names;
    }

    @Test
    void deletedTuningJobIsGoneItsTrainingJobsStayAndItsNameIsFree() {
        house.training.play = request -> Optional.of(End.completed(1));
        house.run(TuningHouse.request("tune", 3, 1));

        house.call("DeleteHyperParameterTuningJob", Document.parse("{\"HyperParameterTuningJobName\":\"tune\"}"));

        assertThatThrownBy(() -> house.describe("tune"))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.error()).isEqualTo(ApiError.RESOURCE_NOT_FOUND));
        assertThat(house.children("tune")).hasSize(3);
        house.run(TuningHouse.request("tune", 2, 1));
        assertThat(house.trainingJobs("tune")).hasSize(2);
    }

    @Test
    void runningTuningJobCannotBeDeletedNorAnEndedOneStopped() {
        Document name = Document.parse("{\"HyperParameterTuningJobName\":\"tune\"}");
        house.create(TuningHouse.request("tune", 1, 1));
        assertThatThrownBy(() -> house.call("DeleteHyperParameterTuningJob", name))
                .hasMessageContaining("is in status InProgress");
        house.awaitLive(1);
        house.training.end(house.training.live().getFirst(), End.completed(1));
        house.await("tune");

        assertThatThrownBy(() -> house.call("StopHyperParameterTuningJob", name))
                .hasMessage("The request was rejected because the hyperparameter tuning job is in status Completed.");
    }

    @Test
    void tuningJobsAreListedByName() {
        house.training.play = request -> Optional.of(End.completed(1));
        house.run(TuningHouse.request("b", 1, 1));
        house.run(TuningHouse.request("a", 1, 1));

        List<Document> jobs = house.call("ListHyperParameterTuningJobs", Document.EMPTY)
                .documents("HyperParameterTuningJobSummaries");

        assertThat(jobs)
                .extracting(job -> job.getString("HyperParameterTuningJobName"))
                .containsExactly("a", "b");
        assertThat(jobs.getFirst().getString("Strategy")).isEqualTo("Bayesian");
        assertThat(jobs.getFirst().getLong("TrainingJobStatusCounters.Completed"))
                .isEqualTo(1);
        assertThat(jobs.getFirst().getLong("ResourceLimits.MaxNumberOfTrainingJobs"))
                .isEqualTo(1);
    }
}
