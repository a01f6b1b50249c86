package io.slipway.it;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.ContinuousParameterRange;
import software.amazon.awssdk.services.sagemaker.model.DescribeHyperParameterTuningJobResponse;
import software.amazon.awssdk.services.sagemaker.model.HyperParameterTrainingJobSummary;
import software.amazon.awssdk.services.sagemaker.model.HyperParameterTuningJobObjectiveType;
import software.amazon.awssdk.services.sagemaker.model.HyperParameterTuningJobStatus;
import software.amazon.awssdk.services.sagemaker.model.HyperParameterTuningJobStrategyType;
import software.amazon.awssdk.services.sagemaker.model.MetricDefinition;
import software.amazon.awssdk.services.sagemaker.model.TrainingInputMode;
import software.amazon.awssdk.services.sagemaker.model.TrainingJobStatusCounters;

/** A tuning job whose training jobs run a shell command in {@link ShellImage}. */
record ShellTuning(SageMakerClient sageMaker, String bucket, String name) {

    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private static final ContinuousParameterRange RANGE = ContinuousParameterRange.builder()
            .name("x")
            .minValue("0")
            .maxValue("1")
            .build();

    private static final MetricDefinition LOSS =
            MetricDefinition.builder().name("loss").regex("loss=([0-9.]+)").build();

    /** @param command must print the loss */
    void create(int jobs, int parallel, String command) {
        sageMaker.createHyperParameterTuningJob(request -> request.hyperParameterTuningJobName(name)
                .hyperParameterTuningJobConfig(config -> config.strategy(HyperParameterTuningJobStrategyType.RANDOM)
                        .hyperParameterTuningJobObjective(objective -> objective
                                .type(HyperParameterTuningJobObjectiveType.MINIMIZE)
                                .metricName("loss"))
                        .resourceLimits(
                                limits -> limits.maxNumberOfTrainingJobs(jobs).maxParallelTrainingJobs(parallel))
                        .parameterRanges(ranges -> ranges.continuousParameterRanges(RANGE)))
                .trainingJobDefinition(definition -> definition
                        .algorithmSpecification(algorithm -> algorithm
                                .trainingImage(ShellImage.NAME.value())
                                .trainingInputMode(TrainingInputMode.FILE)
                                .metricDefinitions(LOSS))
                        .staticHyperParameters(Map.of("command", command))
                        .roleArn("arn:aws:iam::000000000000:role/SlipwayTest")
                        .outputDataConfig(output -> output.s3OutputPath("s3://" + bucket + "/models"))
                        .resourceConfig(resources -> resources
                                .instanceCount(1)
                                .instanceType("ml.m5.large")
                                .volumeSizeInGB(1))
                        .stoppingCondition(condition -> condition.maxRuntimeInSeconds(600))));
    }

    DescribeHyperParameterTuningJobResponse describe() {
        return sageMaker.describeHyperParameterTuningJob(request -> request.hyperParameterTuningJobName(name));
    }

    DescribeHyperParameterTuningJobResponse awaitEnd() {
        return Await.value(
                PATIENCE,
                this::describe,
                job -> job.hyperParameterTuningJobStatus() != HyperParameterTuningJobStatus.IN_PROGRESS
                        && job.hyperParameterTuningJobStatus() != HyperParameterTuningJobStatus.STOPPING);
    }

    /** Waits until so many have completed. */
    void awaitCompleted(int jobs) {
        Await.value(PATIENCE, this::counters, counters -> counters.completed() >= jobs);
    }

    TrainingJobStatusCounters counters() {
        return describe().trainingJobStatusCounters();
    }

    List<HyperParameterTrainingJobSummary> trainingJobs() {
        return sageMaker
                .listTrainingJobsForHyperParameterTuningJobPaginator(
                        request -> request.hyperParameterTuningJobName(name).maxResults(100))
                .trainingJobSummaries()
                .stream()
                .toList();
    }
}
