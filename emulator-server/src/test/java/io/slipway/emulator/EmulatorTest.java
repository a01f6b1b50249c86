package io.slipway.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.emulator.aws.Service;
import io.slipway.emulator.model.InvalidRequests;
import io.slipway.emulator.wire.Document;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole emulator with played containers: every job goes through its states. */
class EmulatorTest {

    private static final String ROLE = "arn:aws:iam::000000000000:role/Test";
    private static final String IMAGE = "433757028032.dkr.ecr.us-west-2.amazonaws.com/xgboost:latest";

    private static SimulatedSlipway slipway;

    @BeforeAll
    static void start() throws Exception {
        slipway = new SimulatedSlipway();
        assertThat(slipway.put("/data", "")).isEqualTo(200);
        assertThat(slipway.put("/data/train/rows.csv", "1,2\n3,4\n")).isEqualTo(200);
    }

    @AfterAll
    static void stop() {
        slipway.close();
    }

    private static Document definition() {
        return Document.EMPTY
                .with("AlgorithmSpecification", Map.of("TrainingImage", IMAGE, "TrainingInputMode", "File"))
                .with("RoleArn", ROLE)
                .with(
                        "InputDataConfig",
                        List.of(Map.of(
                                "ChannelName",
                                "train",
                                "DataSource",
                                Map.of("S3DataSource", Map.of("S3DataType", "S3Prefix", "S3Uri", "s3://data/train/")))))
                .with("OutputDataConfig", Map.of("S3OutputPath", "s3://data/models"))
                .with("ResourceConfig", Map.of("InstanceType", "ml.m5.large", "InstanceCount", 1, "VolumeSizeInGB", 1))
                .with("StoppingCondition", Map.of("MaxRuntimeInSeconds", 600));
    }

    @Test
    void mainJobRunsFromTuningToPredictions() throws Exception {
        slipway.call(
                "CreateHyperParameterTuningJob",
                Document.EMPTY
                        .with("HyperParameterTuningJobName", "tune")
                        .with(
                                "HyperParameterTuningJobConfig",
                                Map.of(
                                        "Strategy",
                                        "Bayesian",
                                        "HyperParameterTuningJobObjective",
                                        Map.of("Type", "Minimize", "MetricName", "validation:rmse"),
                                        "ResourceLimits",
                                        Map.of("MaxNumberOfTrainingJobs", 6, "MaxParallelTrainingJobs", 2),
                                        "ParameterRanges",
                                        Map.of(
                                                "ContinuousParameterRanges",
                                                List.of(Map.of("Name", "eta", "MinValue", "0", "MaxValue", "1")))))
                        .with(
                                "TrainingJobDefinition",
                                definition().with("StaticHyperParameters", Map.of("num_round", "5"))));
        Document tuning = slipway.awaitEnd("HyperParameterTuningJob", "tune");
        assertThat(tuning.getString("HyperParameterTuningJobStatus")).isEqualTo("Completed");
        assertThat(tuning.getLong("TrainingJobStatusCounters.Completed")).isEqualTo(6);
        String best = tuning.getString("BestTrainingJob.TrainingJobName");
        String model = slipway.call("DescribeTrainingJob", Document.EMPTY.with("TrainingJobName", best))
                .getString("ModelArtifacts.S3ModelArtifacts");

        slipway.call(
                "CreateModel",
                Document.EMPTY
                        .with("ModelName", "best")
                        .with("ExecutionRoleArn", ROLE)
                        .with("PrimaryContainer", Map.of("Image", IMAGE, "ModelDataUrl", model)));
        slipway.call(
                "CreateTransformJob",
                Document.EMPTY
                        .with("TransformJobName", "predict")
                        .with("ModelName", "best")
                        .with(
                                "TransformInput",
                                Map.of(
                                        "SplitType",
                                        "Line",
                                        "DataSource",
                                        Map.of(
                                                "S3DataSource",
                                                Map.of("S3DataType", "S3Prefix", "S3Uri", "s3://data/train/"))))
                        .with("TransformOutput", Map.of("S3OutputPath", "s3://data/out", "AssembleWith", "Line"))
                        .with("TransformResources", Map.of("InstanceType", "ml.m5.large", "InstanceCount", 1)));
        Document transform = slipway.awaitEnd("TransformJob", "predict");
        assertThat(transform.getString("TransformJobStatus"))
                .as(transform.toJson())
                .isEqualTo("Completed");
        assertThat(slipway.get("/data/out/rows.csv.out").lines()).hasSize(2);
    }

    @Test
    void algorithmIsRegisteredAndTuned() throws Exception {
        slipway.call(
                "CreateAlgorithm",
                Document.EMPTY.with("AlgorithmName", "trees").with("TrainingSpecification", Document.parse("""
                                        {"TrainingImage":"trees:1","SupportedTrainingInstanceTypes":["ml.m5.large"],
                                         "MetricDefinitions":[{"Name":"loss","Regex":"loss=([0-9.]+)"}],
                                         "SupportedHyperParameters":[
                                           {"Name":"eta","Type":"Continuous","IsTunable":true,"IsRequired":true,
                                            "Range":{"ContinuousParameterRangeSpecification":
                                              {"MinValue":"0","MaxValue":"1"}}}],
                                         "TrainingChannels":[{"Name":"train","SupportedContentTypes":["text/csv"],
                                           "SupportedInputModes":["File"]}]}""")));
        Document job = Document.EMPTY
                .with("HyperParameterTuningJobName", "tune-trees")
                .with(
                        "HyperParameterTuningJobConfig",
                        Map.of(
                                "Strategy",
                                "Random",
                                "HyperParameterTuningJobObjective",
                                Map.of("Type", "Minimize", "MetricName", "loss"),
                                "ResourceLimits",
                                Map.of("MaxNumberOfTrainingJobs", 2, "MaxParallelTrainingJobs", 2),
                                "ParameterRanges",
                                Map.of(
                                        "ContinuousParameterRanges",
                                        List.of(Map.of("Name", "eta", "MinValue", "0", "MaxValue", "1")))))
                .with(
                        "TrainingJobDefinition",
                        definition()
                                .with(
                                        "AlgorithmSpecification",
                                        Map.of("AlgorithmName", "trees", "TrainingInputMode", "File")));
        slipway.call("CreateHyperParameterTuningJob", job);

        Document tuning = slipway.awaitEnd("HyperParameterTuningJob", "tune-trees");

        assertThat(tuning.getLong("TrainingJobStatusCounters.Completed")).isEqualTo(2);
        assertThat(tuning.documents("TrainingJobDefinition.AlgorithmSpecification.MetricDefinitions"))
                .hasSize(1);
        assertThat(tuning.has("BestTrainingJob.FinalHyperParameterTuningJobObjectiveMetric.Value"))
                .isTrue();
        assertThat(slipway.send(
                                "CreateHyperParameterTuningJob",
                                job.with("HyperParameterTuningJobName", "too-far")
                                        .toJson()
                                        .replace("\"MaxValue\":\"1\"", "\"MaxValue\":\"2\""))
                        .body())
                .contains("Invalid value: 2.0 of hyperparameter: eta. It must be a number from 0 to 1");
    }

    @Test
    void jobsOwnEnvironmentMakesItsPlayFail() throws Exception {
        slipway.call(
                "CreateTrainingJob",
                definition()
                        .with("TrainingJobName", "fails")
                        .with("Environment", Map.of("SLIPWAY_SIMULATED_EXIT_CODE", "3")));
        Document job = slipway.awaitEnd("TrainingJob", "fails");
        assertThat(job.getString("TrainingJobStatus")).isEqualTo("Failed");
        assertThat(job.getString("FailureReason")).isEqualTo("AlgorithmError: , exit code: 3");
    }

    @ParameterizedTest
    @CsvSource({
        "CreateTrainingJob, ListTrainingJobs, TrainingJobSummaries",
        "CreateHyperParameterTuningJob, ListHyperParameterTuningJobs, HyperParameterTuningJobSummaries",
        "CreateTransformJob, ListTransformJobs, TransformJobSummaries",
        "CreateProcessingJob, ListProcessingJobs, ProcessingJobSummaries",
        "CreateModelPackage, ListModelPackages, ModelPackageSummaryList",
        "CreateModelPackageGroup, ListModelPackageGroups, ModelPackageGroupSummaryList",
        "CreateModel, ListModels, Models",
        "CreateAlgorithm, ListAlgorithms, AlgorithmSummaryList",
        "CreateEndpointConfig, ListEndpointConfigs, EndpointConfigs",
        "CreateEndpoint, ListEndpoints, Endpoints",
    })
    void whatIsRefusedLeavesNothingBehind(String create, String list, String member) throws Exception {
        int before = slipway.call(list, Document.EMPTY).documents(member).size();
        for (InvalidRequests.InvalidRequest request : InvalidRequests.of(Service.SAGEMAKER, create)) {
            HttpResponse<String> response = slipway.send(create, request.body());
            assertThat(response.statusCode()).as(request.mistake()).isBetween(400, 499);
            assertThat(response.body())
                    .as(request.mistake())
                    .contains(request.error().code());
        }
        assertThat(slipway.call(list, Document.EMPTY).documents(member)).hasSize(before);
    }

    @Test
    void healthSaysWhatItStandsOn() throws Exception {
        Document health = Document.parse(slipway.get("/_slipway/health"));
        assertThat(health.isTrue("ready")).isTrue();
        assertThat(health.getString("storage")).isEqualTo("embedded");
        assertThat(health.getString("engine")).startsWith("simulated");
    }
}
