package io.slipway.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.emulator.Emulator;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.AssemblyType;
import software.amazon.awssdk.services.sagemaker.model.Channel;
import software.amazon.awssdk.services.sagemaker.model.ContinuousParameterRange;
import software.amazon.awssdk.services.sagemaker.model.DescribeHyperParameterTuningJobResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeTransformJobResponse;
import software.amazon.awssdk.services.sagemaker.model.HyperParameterTrainingJobSummary;
import software.amazon.awssdk.services.sagemaker.model.HyperParameterTuningJobObjectiveType;
import software.amazon.awssdk.services.sagemaker.model.HyperParameterTuningJobStatus;
import software.amazon.awssdk.services.sagemaker.model.HyperParameterTuningJobStrategyType;
import software.amazon.awssdk.services.sagemaker.model.IntegerParameterRange;
import software.amazon.awssdk.services.sagemaker.model.S3DataDistribution;
import software.amazon.awssdk.services.sagemaker.model.S3DataType;
import software.amazon.awssdk.services.sagemaker.model.SplitType;
import software.amazon.awssdk.services.sagemaker.model.TrainingInputMode;
import software.amazon.awssdk.services.sagemaker.model.TransformJobStatus;

/** Tuning, the best model, batch transform, and an endpoint beside it: the main job, through the AWS SDK for Java v2. */
@ExtendWith(SharedSlipway.class)
@DisabledIfSystemProperty(named = "no-docker", matches = ".*")
class MainJobIT {

    private static final String IMAGE = "433757028032.dkr.ecr.us-west-2.amazonaws.com/xgboost:latest";
    private static final String ROLE = "arn:aws:iam::000000000000:role/SlipwayTest";
    private static final Duration PATIENCE = Duration.ofMinutes(8);
    private static final int TEST_ROWS = 40;

    private final String bucket = "main-" + UUID.randomUUID();
    private final String name = "main-" + UUID.randomUUID().toString().substring(0, 8);

    @Test
    void theBestModelOfATuningJobPredicts(Emulator emulator) {
        try (SageMakerClient sageMaker = JavaClients.sageMaker(emulator);
                S3Client s3 = JavaClients.s3(emulator)) {
            s3.createBucket(request -> request.bucket(bucket));
            upload(s3, "train.csv", rows(new Random(1), 200, true));
            upload(s3, "validation.csv", rows(new Random(2), 80, true));
            upload(s3, "test.csv", rows(new Random(3), TEST_ROWS, false));

            tune(sageMaker);
            DescribeHyperParameterTuningJobResponse tuning = Await.value(
                    PATIENCE,
                    () -> sageMaker.describeHyperParameterTuningJob(
                            request -> request.hyperParameterTuningJobName(name)),
                    job -> job.hyperParameterTuningJobStatus() != HyperParameterTuningJobStatus.IN_PROGRESS);
            assertThat(tuning.hyperParameterTuningJobStatus()).isEqualTo(HyperParameterTuningJobStatus.COMPLETED);
            assertThat(tuning.trainingJobStatusCounters().completed()).isEqualTo(4);
            assertThat(tuning.objectiveStatusCounters().succeeded()).isEqualTo(4);
            HyperParameterTrainingJobSummary best = tuning.bestTrainingJob();
            assertThat(best.trainingJobName()).matches(name + "-00[1-4]-[0-9a-f]{8}");
            assertThat(best.tunedHyperParameters()).containsOnlyKeys("alpha", "gamma", "max_delta_step", "max_depth");

            String model = sageMaker
                    .describeTrainingJob(request -> request.trainingJobName(best.trainingJobName()))
                    .modelArtifacts()
                    .s3ModelArtifacts();
            sageMaker.createModel(request -> request.modelName(name)
                    .executionRoleArn(ROLE)
                    .primaryContainer(container -> container.image(IMAGE).modelDataUrl(model)));
            transform(sageMaker);
            DescribeTransformJobResponse transform = Await.value(
                    PATIENCE,
                    () -> sageMaker.describeTransformJob(request -> request.transformJobName(name)),
                    job -> job.transformJobStatus() != TransformJobStatus.IN_PROGRESS);
            assertThat(transform.transformJobStatus()).as(transform.toString()).isEqualTo(TransformJobStatus.COMPLETED);
            String predictions = s3.getObjectAsBytes(
                            request -> request.bucket(bucket).key("out/test.csv.out"))
                    .asUtf8String();
            assertThat(numbers(predictions)).hasSize(TEST_ROWS).isEqualTo(served(emulator, model));
        }
    }

    /** What an endpoint of the same model answers to the same rows. */
    private static List<Double> served(Emulator emulator, String model) {
        try (ServedEndpoints endpoints = new ServedEndpoints(SharedSlipway.endpoint(emulator))) {
            String endpoint = endpoints.begin(
                    request -> request.primaryContainer(
                            container -> container.image(IMAGE).modelDataUrl(model)),
                    config -> {});
            endpoints.awaitInService(endpoint);
            String answer = endpoints.invoke(endpoint, rows(new Random(3), TEST_ROWS, false));
            endpoints.delete(endpoint);
            return numbers(answer);
        }
    }

    private static List<Double> numbers(String text) {
        return Pattern.compile("[,\n]")
                .splitAsStream(text)
                .map(Double::parseDouble)
                .toList();
    }

    private void upload(S3Client s3, String key, String content) {
        s3.putObject(request -> request.bucket(bucket).key("csv/" + key), RequestBody.fromString(content));
    }

    private static String rows(Random random, int count, boolean labelled) {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < count; i++) {
            double x = random.nextDouble();
            double z = random.nextDouble();
            rows.append(labelled ? (5 * x - 3 * z) + "," : "")
                    .append(x)
                    .append(',')
                    .append(z)
                    .append('\n');
        }
        return rows.toString();
    }

    private void tune(SageMakerClient sageMaker) {
        sageMaker.createHyperParameterTuningJob(request -> request.hyperParameterTuningJobName(name)
                .hyperParameterTuningJobConfig(config -> config.strategy(HyperParameterTuningJobStrategyType.BAYESIAN)
                        .hyperParameterTuningJobObjective(objective -> objective
                                .type(HyperParameterTuningJobObjectiveType.MINIMIZE)
                                .metricName("validation:rmse"))
                        .resourceLimits(
                                limits -> limits.maxNumberOfTrainingJobs(4).maxParallelTrainingJobs(2))
                        .parameterRanges(ranges -> ranges.continuousParameterRanges(
                                        List.of(continuous("alpha", "1000"), continuous("gamma", "5")))
                                .integerParameterRanges(
                                        List.of(integer("max_delta_step", "10"), integer("max_depth", "10")))))
                .trainingJobDefinition(definition -> definition
                        .algorithmSpecification(
                                algorithm -> algorithm.trainingImage(IMAGE).trainingInputMode(TrainingInputMode.FILE))
                        .roleArn(ROLE)
                        .staticHyperParameters(Map.of("num_round", "10", "precision_dtype", "float32"))
                        .inputDataConfig(channel("train"), channel("validation"))
                        .outputDataConfig(output -> output.s3OutputPath("s3://" + bucket + "/models"))
                        .resourceConfig(resources -> resources
                                .instanceCount(1)
                                .instanceType("ml.m4.xlarge")
                                .volumeSizeInGB(30))
                        .stoppingCondition(condition -> condition.maxRuntimeInSeconds(86400))));
    }

    private static ContinuousParameterRange continuous(String parameter, String maximum) {
        return ContinuousParameterRange.builder()
                .name(parameter)
                .minValue("0")
                .maxValue(maximum)
                .build();
    }

    private static IntegerParameterRange integer(String parameter, String maximum) {
        return IntegerParameterRange.builder()
                .name(parameter)
                .minValue("0")
                .maxValue(maximum)
                .build();
    }

    private Channel channel(String channel) {
        return Channel.builder()
                .channelName(channel)
                .contentType("text/csv")
                .dataSource(source -> source.s3DataSource(s3 -> s3.s3DataType(S3DataType.S3_PREFIX)
                        .s3Uri("s3://" + bucket + "/csv/" + channel + ".csv")
                        .s3DataDistributionType(S3DataDistribution.FULLY_REPLICATED)))
                .build();
    }

    private void transform(SageMakerClient sageMaker) {
        sageMaker.createTransformJob(request -> request.transformJobName(name)
                .modelName(name)
                .transformInput(input -> input.contentType("text/csv")
                        .splitType(SplitType.LINE)
                        .dataSource(source -> source.s3DataSource(
                                s3 -> s3.s3DataType(S3DataType.S3_PREFIX).s3Uri("s3://" + bucket + "/csv/test.csv"))))
                .transformOutput(
                        output -> output.s3OutputPath("s3://" + bucket + "/out").assembleWith(AssemblyType.LINE))
                .transformResources(resources -> resources.instanceCount(1).instanceType("ml.m4.xlarge")));
    }
}
