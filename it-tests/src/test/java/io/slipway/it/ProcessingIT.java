package io.slipway.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.emulator.Emulator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.CreateProcessingJobRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeProcessingJobResponse;
import software.amazon.awssdk.services.sagemaker.model.ProcessingInput;
import software.amazon.awssdk.services.sagemaker.model.ProcessingInstanceType;
import software.amazon.awssdk.services.sagemaker.model.ProcessingJobStatus;
import software.amazon.awssdk.services.sagemaker.model.ProcessingOutput;
import software.amazon.awssdk.services.sagemaker.model.ProcessingS3DataDistributionType;
import software.amazon.awssdk.services.sagemaker.model.ProcessingS3DataType;
import software.amazon.awssdk.services.sagemaker.model.ProcessingS3UploadMode;

/** What of processing jobs only real containers can show, through the AWS SDK for Java v2. */
@ExtendWith(SharedSlipway.class)
@DisabledIfSystemProperty(named = "no-docker", matches = ".*")
class ProcessingIT {

    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final String bucket = "processing-" + UUID.randomUUID();
    private SageMakerClient sageMaker;
    private S3Client s3;

    @BeforeEach
    void open(Emulator emulator) throws Exception {
        ShellImage.ensure();
        sageMaker = JavaClients.sageMaker(emulator);
        s3 = JavaClients.s3(emulator);
        s3.createBucket(request -> request.bucket(bucket));
    }

    @AfterEach
    void close() {
        sageMaker.close();
        s3.close();
    }

    /** A job that runs a script, which is an input of it. */
    private String create(
            String script, List<ProcessingInput> inputs, Consumer<CreateProcessingJobRequest.Builder> changes) {
        String name = "processing-" + UUID.randomUUID();
        s3.putObject(request -> request.bucket(bucket).key(name + "/run.sh"), RequestBody.fromString(script));
        List<ProcessingInput> all = new ArrayList<>(inputs);
        all.add(input(name, "/opt/ml/processing/code", ProcessingS3DataDistributionType.FULLY_REPLICATED));
        sageMaker.createProcessingJob(request -> {
            request.processingJobName(name)
                    .roleArn("arn:aws:iam::000000000000:role/SlipwayTest")
                    .appSpecification(application -> application
                            .imageUri(ShellImage.NAME.value())
                            .containerEntrypoint("/bin/bash")
                            .containerArguments("/opt/ml/processing/code/run.sh"))
                    .processingInputs(all);
            instances(request, 1);
            changes.accept(request);
        });
        return name;
    }

    private static void instances(CreateProcessingJobRequest.Builder request, int count) {
        request.processingResources(resources -> resources.clusterConfig(cluster -> cluster.instanceCount(count)
                .instanceType(ProcessingInstanceType.ML_M5_LARGE)
                .volumeSizeInGB(1)));
    }

    private ProcessingInput input(String folder, String localPath, ProcessingS3DataDistributionType distribution) {
        return ProcessingInput.builder()
                .inputName(folder)
                .s3Input(input -> input.s3Uri("s3://" + bucket + "/" + folder + "/")
                        .localPath(localPath)
                        .s3DataType(ProcessingS3DataType.S3_PREFIX)
                        .s3DataDistributionType(distribution))
                .build();
    }

    private void output(CreateProcessingJobRequest.Builder request, String localPath, ProcessingS3UploadMode mode) {
        request.processingOutputConfig(config -> config.outputs(ProcessingOutput.builder()
                .outputName("result")
                .s3Output(output -> output.s3Uri("s3://" + bucket + "/out")
                        .localPath(localPath)
                        .s3UploadMode(mode))
                .build()));
    }

    private DescribeProcessingJobResponse describe(String name) {
        return sageMaker.describeProcessingJob(request -> request.processingJobName(name));
    }

    private DescribeProcessingJobResponse awaitEnd(String name) {
        return Await.value(
                PATIENCE,
                () -> describe(name),
                job -> job.processingJobStatus() != ProcessingJobStatus.IN_PROGRESS
                        && job.processingJobStatus() != ProcessingJobStatus.STOPPING);
    }

    private void put(String key) {
        s3.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromString(key));
    }

    private String get(String key) {
        try {
            return s3.getObjectAsBytes(request -> request.bucket(bucket).key(key))
                    .asUtf8String();
        } catch (NoSuchKeyException e) {
            return "";
        }
    }

    @Test
    void instancesShareInputsReachEachOtherAndLeaveOneOutput() {
        put("in/1");
        put("in/2");
        put("in/3");
        put("more/4");
        // An input within another, an output within both; the containers write beside what they were given.
        String job = create(
                """
                set -e
                cd /opt/ml/processing
                touch in/written
                ls in | tr '\\n' ' ' > in/result/$HOSTNAME
                cat in/more/4 >> in/result/$HOSTNAME
                ln -s /etc/passwd in/result/link
                cp /opt/ml/config/resourceconfig.json in/result/$HOSTNAME.json
                echo -n "$HOSTNAME " > /opt/ml/output/message
                """ + Meeting.of(2),
                List.of(
                        input("in", "/opt/ml/processing/in", ProcessingS3DataDistributionType.SHARDED_BY_S3_KEY),
                        input("more", "/opt/ml/processing/in/more", ProcessingS3DataDistributionType.FULLY_REPLICATED)),
                request -> {
                    instances(request, 2);
                    output(request, "/opt/ml/processing/in/result", ProcessingS3UploadMode.END_OF_JOB);
                });

        DescribeProcessingJobResponse ended = awaitEnd(job);
        assertThat(ended.processingJobStatus()).as(ended.toString()).isEqualTo(ProcessingJobStatus.COMPLETED);
        assertThat(ended.exitMessage()).isEqualTo("algo-1 algo-2 ");
        assertThat(get("out/algo-1")).isEqualTo("1 3 more result written more/4");
        assertThat(get("out/algo-2")).isEqualTo("2 more result written more/4");
        assertThat(get("out/algo-2.json")).isEqualTo("{\"current_host\":\"algo-2\",\"hosts\":[\"algo-1\",\"algo-2\"]}");
        List<String> keys = s3.listObjectsV2(request -> request.bucket(bucket).prefix("out/")).contents().stream()
                .map(object -> object.key())
                .toList();
        assertThat(keys).hasSize(4);
    }

    @Test
    void continuousOutputComesWhileTheJobRunsAndAStoppedOneSaysGoodbye() {
        String job = create(
                """
                trap 'echo bye > /opt/ml/processing/live/last; exit 1' TERM
                echo hello > /opt/ml/processing/live/first
                while true; do sleep 0.1; done
                """,
                List.of(),
                request -> output(request, "/opt/ml/processing/live", ProcessingS3UploadMode.CONTINUOUS));

        Await.value(PATIENCE, () -> get("out/first"), "hello\n"::equals);
        assertThat(describe(job).processingJobStatus()).isEqualTo(ProcessingJobStatus.IN_PROGRESS);
        sageMaker.stopProcessingJob(request -> request.processingJobName(job));

        assertThat(awaitEnd(job).processingJobStatus()).isEqualTo(ProcessingJobStatus.STOPPED);
        assertThat(get("out/last")).isEqualTo("bye\n");
    }

    @Test
    void isolatedJobHasNoNetworkButItsData() {
        put("in/1");
        String job = create(
                """
                cp /opt/ml/processing/in/1 /opt/ml/processing/result/
                address=${AWS_ENDPOINT_URL#http://}
                (exec 3<>/dev/tcp/${address/://}) && word=reached || word=isolated
                echo $word > /opt/ml/processing/result/network
                exit 7
                """,
                List.of(input("in", "/opt/ml/processing/in", ProcessingS3DataDistributionType.FULLY_REPLICATED)),
                request -> {
                    request.networkConfig(network -> network.enableNetworkIsolation(true));
                    output(request, "/opt/ml/processing/result", ProcessingS3UploadMode.CONTINUOUS);
                });

        DescribeProcessingJobResponse ended = awaitEnd(job);
        assertThat(ended.processingJobStatus()).isEqualTo(ProcessingJobStatus.FAILED);
        assertThat(ended.failureReason()).isEqualTo("AlgorithmError: See job logs for more information");
        assertThat(get("out/1")).isEqualTo("in/1");
        assertThat(get("out/network")).isEqualTo("isolated\n");
    }
}
