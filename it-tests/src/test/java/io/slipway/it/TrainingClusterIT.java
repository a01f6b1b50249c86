package io.slipway.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.emulator.Emulator;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.Channel;
import software.amazon.awssdk.services.sagemaker.model.CreateTrainingJobRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeTrainingJobResponse;
import software.amazon.awssdk.services.sagemaker.model.InstanceGroup;
import software.amazon.awssdk.services.sagemaker.model.TrainingJobStatus;

/** What containers of a job see of each other, of the world, and of what was there before. */
@ExtendWith(SharedSlipway.class)
@DisabledIfSystemProperty(named = "no-docker", matches = ".*")
class TrainingClusterIT {

    private final String bucket = "clusters-" + UUID.randomUUID();
    private final Emulator emulator;
    private final SageMakerClient sageMaker;
    private final S3Client s3;
    private final ShellJobs jobs;

    TrainingClusterIT(Emulator emulator) throws IOException, InterruptedException {
        this.emulator = emulator;
        sageMaker = JavaClients.sageMaker(emulator);
        s3 = JavaClients.s3(emulator);
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
    }

    private DescribeTrainingJobResponse run(String command, Consumer<CreateTrainingJobRequest.Builder> changes) {
        return jobs.awaitEnd(jobs.create(command, Map.of(), changes));
    }

    private static void assertCompleted(DescribeTrainingJobResponse job) {
        assertThat(job.failureReason()).isNull();
        assertThat(job.trainingJobStatus()).isEqualTo(TrainingJobStatus.COMPLETED);
    }

    @Test
    void isolatedContainerKnowsItselfAndHasNoWayOut() {
        String slipway = emulator.endpointForContainers().replace("http://", "").replace(":", "/");
        String command =
                "getent hosts $(hostname) || exit 2; test $(tail -n +2 /proc/net/route | wc -l) = 0 || exit 3; "
                        + "if (exec 3<>/dev/tcp/" + slipway + ") 2>/dev/null; then exit 4; fi; "
                        + "(echo > /dev/tcp/127.0.0.1/1) 2>&1 | grep -q refused || exit 5";

        assertCompleted(run(command, request -> request.enableNetworkIsolation(true)));
    }

    @Test
    void isolatedHostsReachEachOtherAndNothingElse() {
        String slipway = emulator.endpointForContainers().replace("http://", "").replace(":", "/");
        String command = "if (exec 3<>/dev/tcp/" + slipway + ") 2>/dev/null; then exit 4; fi; " + Meeting.of(3);

        assertCompleted(run(
                command,
                request -> request.enableNetworkIsolation(true)
                        .resourceConfig(resources -> resources
                                .instanceCount(3)
                                .instanceType("ml.m5.large")
                                .volumeSizeInGB(1))));
    }

    @Test
    void hostsOfGroupsMeetByNameAndLeaveOneModel() {
        String config = "/opt/ml/input/config/resourceconfig.json";
        String command = "grep -q $(hostname) " + config + " && cp " + config + " /opt/ml/model/$(hostname).json && "
                + "(exec 3<>/dev/tcp/"
                + emulator.endpointForContainers().replace("http://", "").replace(":", "/") + ") && " + Meeting.of(3);
        DescribeTrainingJobResponse job = run(
                command,
                request -> request.resourceConfig(resources -> resources
                                .volumeSizeInGB(1)
                                .instanceGroups(
                                        InstanceGroup.builder()
                                                .instanceGroupName("head")
                                                .instanceType("ml.m5.large")
                                                .instanceCount(1)
                                                .build(),
                                        InstanceGroup.builder()
                                                .instanceGroupName("workers")
                                                .instanceType("ml.c5.xlarge")
                                                .instanceCount(2)
                                                .build()))
                        .outputDataConfig(output -> output.s3OutputPath("s3://" + bucket + "/models")
                                .compressionType("NONE")));

        assertCompleted(job);
        assertThat(model(job, "algo-3.json"))
                .contains("\"current_host\":\"algo-3\"")
                .contains("\"current_group_name\":\"workers\"")
                .contains("\"hosts\":[\"algo-1\",\"algo-2\",\"algo-3\"]");
    }

    @Test
    void objectsLieWhereTheServicePutsThem() {
        for (int i = 0; i < 20; i++) {
            put("shards/" + (char) ('a' + i));
        }
        put("d/train/x.csv");
        put("d/train-data.csv");
        String names =
                "cd /opt/ml/input/data && find exact folder partial shards -type f | sort > /opt/ml/model/$(hostname)";
        DescribeTrainingJobResponse job = run(
                names,
                request -> request.inputDataConfig(
                                channel("exact", "d/train-data.csv", "FullyReplicated"),
                                channel("folder", "d/train/", "FullyReplicated"),
                                channel("partial", "d/train", "FullyReplicated"),
                                channel("shards", "shards", "ShardedByS3Key"))
                        .resourceConfig(resources -> resources
                                .instanceCount(2)
                                .instanceType("ml.m5.large")
                                .volumeSizeInGB(1))
                        .outputDataConfig(output -> output.s3OutputPath("s3://" + bucket + "/models")
                                .compressionType("NONE")));

        assertCompleted(job);
        String common = "exact/train-data.csv\nfolder/x.csv\npartial/train-data.csv\npartial/x.csv\n";
        assertThat(model(job, "algo-1")).isEqualTo(common + "acegikmoqs".replaceAll("(.)", "shards/$1\n"));
        assertThat(model(job, "algo-2")).isEqualTo(common + "bdfhjlnprt".replaceAll("(.)", "shards/$1\n"));
    }

    private void put(String key) {
        s3.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromString(key));
    }

    private String model(DescribeTrainingJobResponse job, String file) {
        return s3.getObjectAsBytes(request ->
                        request.bucket(bucket).key("models/" + job.trainingJobName() + "/output/model/" + file))
                .asUtf8String();
    }

    private Channel channel(String name, String prefix, String distribution) {
        return Channel.builder()
                .channelName(name)
                .dataSource(source -> source.s3DataSource(data -> data.s3DataType("S3Prefix")
                        .s3Uri("s3://" + bucket + "/" + prefix)
                        .s3DataDistributionType(distribution)))
                .build();
    }

    @Test
    void hostThatFailsFailsTheJob() {
        DescribeTrainingJobResponse job = run(
                "test $(hostname) = algo-1 && exec sleep 600; echo lost > /opt/ml/output/failure; exit 3",
                request -> request.resourceConfig(resources ->
                        resources.instanceCount(2).instanceType("ml.m5.large").volumeSizeInGB(1)));

        assertThat(job.trainingJobStatus()).isEqualTo(TrainingJobStatus.FAILED);
        assertThat(job.failureReason()).isEqualTo("AlgorithmError: lost, exit code: 3");
    }

    @Test
    void checkpointsAreKeptWhileTheJobRunsAndAreThereForTheNext() {
        String first = jobs.create(
                "mkdir -p /state/deep; echo 7 > /state/deep/step; trap 'exit 0' TERM; while true; do sleep 0.1; done",
                Map.of(),
                this::withCheckpoints);
        Await.value(
                Duration.ofMinutes(2),
                () -> s3.listObjectsV2(request -> request.bucket(bucket).prefix("state/deep/step"))
                        .keyCount(),
                count -> count == 1);
        assertThat(sageMaker
                        .describeTrainingJob(request -> request.trainingJobName(first))
                        .trainingJobStatus())
                .isEqualTo(TrainingJobStatus.IN_PROGRESS);
        sageMaker.stopTrainingJob(request -> request.trainingJobName(first));
        jobs.awaitEnd(first);

        assertCompleted(run("test $(cat /state/deep/step) = 7 && echo 8 > /state/deep/step", this::withCheckpoints));
        assertThat(s3.getObjectAsBytes(request -> request.bucket(bucket).key("state/deep/step"))
                        .asUtf8String())
                .isEqualTo("8\n");
    }

    private void withCheckpoints(CreateTrainingJobRequest.Builder request) {
        request.checkpointConfig(
                config -> config.s3Uri("s3://" + bucket + "/state").localPath("/state"));
    }

    @Test
    void modelChannelBringsTheArchiveAsItIs() {
        DescribeTrainingJobResponse before = run("echo weights > /opt/ml/model/w", request -> {});

        assertCompleted(run(
                "cd /opt/ml/input/data/model && test $(ls) = model.tar.gz && test $(tar -xzOf model.tar.gz w) = weights",
                request -> request.inputDataConfig(Channel.builder()
                        .channelName("model")
                        .contentType("application/x-sagemaker-model")
                        .dataSource(source -> source.s3DataSource(data -> data.s3DataType("S3Prefix")
                                .s3Uri(before.modelArtifacts().s3ModelArtifacts())))
                        .build())));
    }
}
