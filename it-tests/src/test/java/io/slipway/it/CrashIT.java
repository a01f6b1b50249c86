package io.slipway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.Channel;
import software.amazon.awssdk.services.sagemaker.model.DescribeTrainingJobResponse;
import software.amazon.awssdk.services.sagemaker.model.EndpointStatus;
import software.amazon.awssdk.services.sagemaker.model.SecondaryStatus;
import software.amazon.awssdk.services.sagemaker.model.TrainingJobStatus;

/** {@code kill -9} of Slipway while jobs run, then another start on the same directory. */
@DisabledIfSystemProperty(named = "no-docker", matches = ".*")
class CrashIT {

    private final String bucket = "crash-" + UUID.randomUUID();

    @BeforeAll
    static void buildImage() throws IOException, InterruptedException {
        ShellImage.ensure();
    }

    @Test
    void killedSlipwaySettlesItsJobsAndKeepsWhatWasFinished(@TempDir Path data)
            throws IOException, InterruptedException {
        String finished;
        List<String> running;
        SlipwayProcess first = SlipwayProcess.start(data);
        try (SageMakerClient sageMaker = JavaClients.sageMaker(first.endpoint());
                S3Client s3 = JavaClients.s3(first.endpoint())) {
            s3.createBucket(request -> request.bucket(bucket));
            s3.putObject(request -> request.bucket(bucket).key("kept"), RequestBody.fromString("as it was"));
            sageMaker.createModel(request -> request.modelName("kept")
                    .executionRoleArn("arn:aws:iam::000000000000:role/SlipwayTest")
                    .primaryContainer(container -> container.image(ShellImage.NAME.value())));
            ShellJobs jobs = new ShellJobs(sageMaker, bucket);
            finished = jobs.create("echo done > /opt/ml/model/m");
            jobs.awaitEnd(finished);
            running = List.of(
                    jobs.create("sleep 600"),
                    jobs.create(
                            "exec 3< /opt/ml/input/data/train_0; sleep 600",
                            Map.of(),
                            request -> request.inputDataConfig(piped())));
            running.forEach(name -> jobs.awaitStatus(name, SecondaryStatus.TRAINING));
        }
        Await.value(Duration.ofMinutes(1), () -> containersOf(running), containers -> containers.size() == 2);
        first.kill();

        try (SlipwayProcess second = SlipwayProcess.start(data);
                SageMakerClient sageMaker = JavaClients.sageMaker(second.endpoint());
                S3Client s3 = JavaClients.s3(second.endpoint())) {
            ShellJobs jobs = new ShellJobs(sageMaker, bucket);
            for (String name : running) {
                DescribeTrainingJobResponse job = jobs.awaitEnd(name);
                assertThat(job.trainingJobStatus()).isEqualTo(TrainingJobStatus.FAILED);
                assertThat(job.failureReason()).startsWith("InternalServerError");
            }
            assertThat(containersOf(running)).isEmpty();
            assertThat(data.resolve("workspaces")).doesNotExist();
            assertThat(jobs.awaitEnd(finished).trainingJobStatus()).isEqualTo(TrainingJobStatus.COMPLETED);
            assertThat(sageMaker
                            .describeModel(request -> request.modelName("kept"))
                            .modelName())
                    .isEqualTo("kept");
            assertThat(s3.getObjectAsBytes(request -> request.bucket(bucket).key("kept"))
                            .asUtf8String())
                    .isEqualTo("as it was");
            assertThat(s3.headObject(request ->
                                    request.bucket(bucket).key("models/" + finished + "/output/model.tar.gz"))
                            .contentLength())
                    .isPositive();
            String another = jobs.create("echo again");
            assertThat(jobs.awaitEnd(another).trainingJobStatus()).isEqualTo(TrainingJobStatus.COMPLETED);
        }
    }

    private Channel piped() {
        return Channel.builder()
                .channelName("train")
                .inputMode("Pipe")
                .dataSource(source ->
                        source.s3DataSource(s3 -> s3.s3DataType("S3Prefix").s3Uri("s3://" + bucket + "/kept")))
                .build();
    }

    @Test
    void endpointOfAKilledSlipwayServesOnFromItsOwnContainer(@TempDir Path data)
            throws IOException, InterruptedException {
        ServeImage.ensure();
        String name;
        String reached;
        List<String> containers;
        List<String> reachedContainers;
        SlipwayProcess first = SlipwayProcess.start(data);
        try (ServedEndpoints endpoints = new ServedEndpoints(first.endpoint())) {
            name = endpoints.create(endpoints.config("still", true, 2));
            reached = endpoints.create(endpoints.config("reached", false, 1));
            containers = ServedEndpoints.containers(name);
            reachedContainers = ServedEndpoints.containers(reached);
            assertThat(reachedContainers).hasSize(1);
        }
        first.kill();

        try (SlipwayProcess second = SlipwayProcess.start(data);
                ServedEndpoints endpoints = new ServedEndpoints(second.endpoint())) {
            assertThat(endpoints
                            .sageMaker
                            .describeEndpoint(request -> request.endpointName(name))
                            .endpointStatus())
                    .isEqualTo(EndpointStatus.IN_SERVICE);
            assertThat(endpoints.invoke(name, "here")).isEqualTo("still(here)");
            assertThat(endpoints.invoke(reached, "here")).isEqualTo("reached(here)");
            assertThat(ServedEndpoints.containers(reached)).isEqualTo(reachedContainers);
            endpoints.delete(reached);
            assertThat(ServedEndpoints.containers(name)).containsExactlyInAnyOrderElementsOf(containers);
            List<String> models = ServedEndpoints.running(name);
            assertThat(models).hasSize(2);
            ServedEndpoints.kill(models.getFirst());
            ServedEndpoints.kill(models.getLast());
            assertThat(endpoints.invoke(name, "again")).isEqualTo("still(again)");

            awaitReplaced(name, models);
            List<String> next = ServedEndpoints.running(name);
            ServedEndpoints.kill(ServedEndpoints.relay(next.getFirst()));
            ServedEndpoints.kill(ServedEndpoints.relay(next.getLast()));
            assertThat(endpoints.invoke(name, "relayed")).isEqualTo("still(relayed)");
            awaitReplaced(name, next);
            endpoints.delete(name);
            assertThat(ServedEndpoints.containers(name)).isEmpty();
        }
    }

    private static void awaitReplaced(String endpoint, List<String> containers) {
        Await.value(
                Duration.ofMinutes(1),
                () -> ServedEndpoints.running(endpoint),
                running ->
                        running.size() == containers.size() && running.stream().noneMatch(containers::contains));
    }

    private static List<String> containersOf(List<String> jobs) {
        return DockerCommand.STANDARD.lines("ps", "-a", "--format", "{{.Label \"slipway.job\"}}").stream()
                .filter(label -> jobs.stream().anyMatch(label::endsWith))
                .toList();
    }
}
