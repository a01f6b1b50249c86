package io.slipway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.slipway.emulator.Emulator;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.DescribeTrainingJobResponse;
import software.amazon.awssdk.services.sagemaker.model.MetricData;
import software.amazon.awssdk.services.sagemaker.model.SecondaryStatus;
import software.amazon.awssdk.services.sagemaker.model.TrainingJobStatus;

/** How training jobs end, with containers of the user's own. */
@ExtendWith(SharedSlipway.class)
@DisabledIfSystemProperty(named = "no-docker", matches = ".*")
class TrainingOutcomesIT {

    private final String bucket = "outcomes-" + UUID.randomUUID();
    private final SageMakerClient sageMaker;
    private final S3Client s3;
    private final CloudWatchLogsClient logs;
    private final ShellJobs jobs;

    TrainingOutcomesIT(Emulator emulator) throws IOException, InterruptedException {
        sageMaker = JavaClients.sageMaker(emulator);
        s3 = JavaClients.s3(emulator);
        logs = JavaClients.logs(emulator);
        jobs = new ShellJobs(sageMaker, bucket);
        ShellImage.ensure();
    }

    @BeforeEach
    void makeBucket() {
        s3.createBucket(request -> request.bucket(bucket));
    }

    @AfterEach
    void close() {
        sageMaker.close();
        s3.close();
        logs.close();
    }

    @Test
    void tenJobsAtOnceAllComplete() {
        List<String> names = IntStream.range(0, 10)
                .mapToObj(i -> jobs.create("echo working; echo model > /opt/ml/model/m"))
                .toList();
        assertThat(names)
                .allSatisfy(name ->
                        assertThat(jobs.awaitEnd(name).trainingJobStatus()).isEqualTo(TrainingJobStatus.COMPLETED));
        assertThat(names)
                .allSatisfy(name -> assertThat(s3.headObject(request ->
                                        request.bucket(bucket).key("models/" + name + "/output/model.tar.gz"))
                                .contentLength())
                        .isPositive());
    }

    @Test
    void exitCodeAndTheBeginningOfTheFailureFileAreTheReason() {
        DescribeTrainingJobResponse job = jobs.awaitEnd(
                jobs.create("for i in $(seq 200); do echo the disk is square; done > /opt/ml/output/failure; exit 3"));
        assertThat(job.trainingJobStatus()).isEqualTo(TrainingJobStatus.FAILED);
        assertThat(job.failureReason())
                .hasSize(1024)
                .startsWith("AlgorithmError: the disk is square")
                .endsWith(", exit code: 3");
    }

    @Test
    void exitCodeAloneIsTheReasonWithoutAFailureFile() {
        DescribeTrainingJobResponse job = jobs.awaitEnd(jobs.create("exit 7"));
        assertThat(job.trainingJobStatus()).isEqualTo(TrainingJobStatus.FAILED);
        assertThat(job.failureReason()).isEqualTo("AlgorithmError: , exit code: 7");
    }

    @Test
    void imageWithoutTheCommandFailsTheJobAsAShellWould() {
        DescribeTrainingJobResponse job = jobs.awaitEnd(jobs.create(
                "true",
                Map.of(),
                request -> request.algorithmSpecification(algorithm ->
                        algorithm.trainingImage("debian:bookworm-slim").trainingInputMode("File"))));
        assertThat(job.trainingJobStatus()).isEqualTo(TrainingJobStatus.FAILED);
        assertThat(job.failureReason()).isEqualTo("AlgorithmError: , exit code: 127");
    }

    @Test
    void memoryBeyondTheInstanceFailsTheJob() {
        // An ml.t3.medium has 4 GiB; dd fills its buffer first.
        DescribeTrainingJobResponse job = jobs.awaitEnd(jobs.create(
                "dd if=/dev/zero of=/dev/null bs=6G iflag=fullblock",
                Map.of(),
                request -> request.resourceConfig(resources ->
                        resources.instanceCount(1).instanceType("ml.t3.medium").volumeSizeInGB(1))));
        assertThat(job.trainingJobStatus()).isEqualTo(TrainingJobStatus.FAILED);
        assertThat(job.failureReason()).startsWith("AlgorithmError: ").contains("137");
    }

    @Test
    void runtimeBeyondTheLimitStopsTheJobAndKeepsItsModel() {
        String name = jobs.create(
                "trap 'echo saved > /opt/ml/model/m; exit 0' TERM; while true; do sleep 0.1; done",
                Map.of(),
                request -> request.stoppingCondition(condition -> condition.maxRuntimeInSeconds(6)));
        DescribeTrainingJobResponse job = jobs.awaitEnd(name);
        assertThat(job.trainingJobStatus()).isEqualTo(TrainingJobStatus.STOPPED);
        assertThat(job.secondaryStatus()).isEqualTo(SecondaryStatus.MAX_RUNTIME_EXCEEDED);
        assertThat(s3.headObject(request -> request.bucket(bucket).key("models/" + name + "/output/model.tar.gz"))
                        .contentLength())
                .isPositive();
    }

    @Test
    void aStoppedJobMaySaveItsModel() {
        String name = jobs.create(
                "trap 'echo saved > /opt/ml/model/m; exit 0' TERM; echo ready; while true; do sleep 0.1; done",
                Map.of(),
                request -> request.outputDataConfig(output ->
                        output.s3OutputPath("s3://" + bucket + "/models").compressionType("NONE")));
        ShellJobs.awaitLine(logs, name, "ready");
        sageMaker.stopTrainingJob(request -> request.trainingJobName(name));
        DescribeTrainingJobResponse job = jobs.awaitEnd(name);
        assertThat(job.trainingJobStatus()).isEqualTo(TrainingJobStatus.STOPPED);
        assertThat(job.secondaryStatus()).isEqualTo(SecondaryStatus.STOPPED);
        assertThat(s3.getObjectAsBytes(request -> request.bucket(bucket).key("models/" + name + "/output/model/m"))
                        .asUtf8String())
                .isEqualTo("saved\n");
    }

    @Test
    void metricsOfTheUsersOwnAreTheFinalOnes() {
        // The second match of a line does not count, and a tab is what the service makes of it.
        String name = jobs.create(
                "echo loss=3.5; echo loss=1.25e-1 loss=9; paste <(echo share:) <(echo 0.0036)",
                Map.of("loss", "loss=(\\S+)", "share", "share:#011(\\S+)", "none", "none=(\\S+)"),
                request -> {});
        DescribeTrainingJobResponse job = jobs.awaitEnd(name);
        assertThat(job.finalMetricDataList())
                .extracting(MetricData::metricName, MetricData::value)
                .containsExactlyInAnyOrder(tuple("loss", 0.125f), tuple("share", 0.0036f));
    }
}
