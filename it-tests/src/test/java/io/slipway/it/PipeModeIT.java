package io.slipway.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.emulator.Emulator;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.Channel;
import software.amazon.awssdk.services.sagemaker.model.DescribeTrainingJobResponse;
import software.amazon.awssdk.services.sagemaker.model.S3DataType;
import software.amazon.awssdk.services.sagemaker.model.TrainingInputMode;
import software.amazon.awssdk.services.sagemaker.model.TrainingJobStatus;

/** Channels in Pipe mode, read by real containers. */
@ExtendWith(SharedSlipway.class)
@DisabledIfSystemProperty(named = "no-docker", matches = ".*")
class PipeModeIT {

    private static final String DATA = "/opt/ml/input/data/";

    private final String bucket = "pipes-" + UUID.randomUUID();
    private final SageMakerClient sageMaker;
    private final S3Client s3;
    private final CloudWatchLogsClient logs;
    private final ShellJobs jobs;

    PipeModeIT(Emulator emulator) throws IOException, InterruptedException {
        sageMaker = JavaClients.sageMaker(emulator);
        s3 = JavaClients.s3(emulator);
        logs = JavaClients.logs(emulator);
        jobs = new ShellJobs(sageMaker, bucket);
        ShellImage.ensure();
    }

    @BeforeEach
    void makeData() {
        s3.createBucket(request -> request.bucket(bucket));
        put("d/a", "one,");
        put("d/b", "two");
        put("long/a", "x".repeat(1 << 20));
    }

    @AfterEach
    void close() {
        sageMaker.close();
        s3.close();
        logs.close();
    }

    private void put(String key, String content) {
        s3.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromString(content));
    }

    private Channel channel(String name, TrainingInputMode mode, String prefix) {
        return Channel.builder()
                .channelName(name)
                .inputMode(mode)
                .dataSource(source -> source.s3DataSource(
                        data -> data.s3DataType(S3DataType.S3_PREFIX).s3Uri("s3://" + bucket + "/" + prefix)))
                .build();
    }

    private DescribeTrainingJobResponse run(String command, Channel... channels) {
        return jobs.awaitEnd(jobs.create(command, Map.of(), request -> request.inputDataConfig(channels)));
    }

    @Test
    void epochsAreReadFromAnIsolatedContainerBesideChannelsOfOtherModes() {
        String command = "cd " + DATA + "; set -e; "
                + "test $(cat train_0) = one,two; test $(head -c 3 long_0) = xxx; test $(cat train_1) = one,two; "
                + "test $(head -c 3 long_1) = xxx; test $(cat file/a fast/b) = one,two; echo more >> file/a; "
                + "if echo more >> fast/b; then exit 2; fi; "
                + "test $(wc -l < train-manifest) = 3";
        String name = jobs.create(
                command,
                Map.of(),
                request -> request.enableNetworkIsolation(true)
                        .inputDataConfig(
                                channel("train", TrainingInputMode.PIPE, "d/"),
                                channel("long", TrainingInputMode.PIPE, "long/"),
                                channel("file", TrainingInputMode.FILE, "d/"),
                                channel("fast", TrainingInputMode.FAST_FILE, "d/")));

        DescribeTrainingJobResponse job = jobs.awaitEnd(name);

        assertThat(job.failureReason()).isNull();
        assertThat(job.trainingJobStatus()).isEqualTo(TrainingJobStatus.COMPLETED);
    }

    @Test
    void pipeThatIsNeverOpenedHoldsNothingUp() {
        DescribeTrainingJobResponse job =
                run("test -p " + DATA + "train_0", channel("train", TrainingInputMode.PIPE, "d/"));

        assertThat(job.trainingJobStatus()).isEqualTo(TrainingJobStatus.COMPLETED);
    }

    @Test
    void jobThatReadsIsStopped() {
        String name = jobs.create(
                "trap 'exit 0' TERM; exec 3< " + DATA + "train_0; head -c 9 <&3; echo; echo ready;"
                        + " while true; do sleep 0.1; done",
                Map.of(),
                request -> request.inputDataConfig(channel("train", TrainingInputMode.PIPE, "long/")));
        ShellJobs.awaitLine(logs, name, "ready");

        sageMaker.stopTrainingJob(request -> request.trainingJobName(name));

        assertThat(jobs.awaitEnd(name).trainingJobStatus()).isEqualTo(TrainingJobStatus.STOPPED);
    }
}
