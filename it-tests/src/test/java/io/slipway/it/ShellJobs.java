package io.slipway.it;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.CreateTrainingJobRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeTrainingJobResponse;
import software.amazon.awssdk.services.sagemaker.model.MetricDefinition;
import software.amazon.awssdk.services.sagemaker.model.SecondaryStatus;
import software.amazon.awssdk.services.sagemaker.model.TrainingInputMode;
import software.amazon.awssdk.services.sagemaker.model.TrainingJobStatus;

/** Training jobs that run a shell command in {@link ShellImage}. */
final class ShellJobs {

    private static final String LOG_GROUP = "/aws/sagemaker/TrainingJobs";
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final SageMakerClient sageMaker;
    private final String bucket;

    ShellJobs(SageMakerClient sageMaker, String bucket) {
        this.sageMaker = sageMaker;
        this.bucket = bucket;
    }

    String create(String command) {
        return create(command, Map.of(), request -> {});
    }

    /** @param metrics regular expressions by metric name */
    String create(String command, Map<String, String> metrics, Consumer<CreateTrainingJobRequest.Builder> changes) {
        String name = "shell-" + UUID.randomUUID();
        sageMaker.createTrainingJob(request -> {
            request.trainingJobName(name)
                    .algorithmSpecification(algorithm -> algorithm
                            .trainingImage(ShellImage.NAME.value())
                            .trainingInputMode(TrainingInputMode.FILE)
                            .metricDefinitions(metrics.entrySet().stream()
                                    .map(entry -> MetricDefinition.builder()
                                            .name(entry.getKey())
                                            .regex(entry.getValue())
                                            .build())
                                    .toList()))
                    .roleArn("arn:aws:iam::000000000000:role/SlipwayTest")
                    .outputDataConfig(output -> output.s3OutputPath("s3://" + bucket + "/models"))
                    .resourceConfig(resources -> resources
                            .instanceCount(1)
                            .instanceType("ml.m5.large")
                            .volumeSizeInGB(1))
                    .stoppingCondition(condition -> condition.maxRuntimeInSeconds(600))
                    .hyperParameters(Map.of("command", command));
            changes.accept(request);
        });
        return name;
    }

    DescribeTrainingJobResponse awaitEnd(String name) {
        return await(
                name,
                job -> job.trainingJobStatus() != TrainingJobStatus.IN_PROGRESS
                        && job.trainingJobStatus() != TrainingJobStatus.STOPPING);
    }

    void awaitStatus(String name, SecondaryStatus status) {
        await(name, job -> job.secondaryStatus() == status);
    }

    /** Until the job has printed a line: only then does its shell handle SIGTERM. */
    static void awaitLine(CloudWatchLogsClient logs, String name, String line) {
        Await.value(
                PATIENCE,
                () -> logs.describeLogGroups(request -> request.logGroupNamePrefix(LOG_GROUP))
                                .logGroups()
                                .isEmpty()
                        ? List.<FilteredLogEvent>of()
                        : logs.filterLogEvents(request ->
                                        request.logGroupName(LOG_GROUP).logStreamNamePrefix(name + "/"))
                                .events(),
                events -> events.stream().anyMatch(event -> event.message().equals(line)));
    }

    private DescribeTrainingJobResponse await(String name, Predicate<DescribeTrainingJobResponse> condition) {
        return Await.value(
                PATIENCE, () -> sageMaker.describeTrainingJob(request -> request.trainingJobName(name)), condition);
    }
}
