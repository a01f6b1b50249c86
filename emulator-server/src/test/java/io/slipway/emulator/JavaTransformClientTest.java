package io.slipway.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.container.ContainerSpec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.waiters.WaiterOverrideConfiguration;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.BatchStrategy;
import software.amazon.awssdk.services.sagemaker.model.CreateTransformJobRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeTransformJobResponse;
import software.amazon.awssdk.services.sagemaker.waiters.SageMakerWaiter;

/** What containers of transform jobs are given and sent, as the AWS SDK for Java v2 asks for it. */
@Timeout(120)
class JavaTransformClientTest {

    private static final WaiterOverrideConfiguration OFTEN = WaiterOverrideConfiguration.builder()
            .backoffStrategyV2(BackoffStrategy.fixedDelay(Duration.ofMillis(10)))
            .maxAttempts(6000)
            .build();

    private HostingHouse house;
    private SageMakerClient sageMaker;

    @BeforeEach
    void open() throws Exception {
        house = new HostingHouse();
        house.put("/data", new byte[0]);
        sageMaker = house.client(SageMakerClient.builder());
    }

    @AfterEach
    void close() {
        sageMaker.close();
        house.close();
    }

    /** The name of a job that is on its way. */
    private String begin(String model, Consumer<CreateTransformJobRequest.Builder> more) {
        String name = HostingHouse.unique("transform");
        sageMaker.createTransformJob(request -> more.accept(request.transformJobName(name)
                .modelName(model)
                .transformInput(input -> input.contentType("text/csv")
                        .splitType("Line")
                        .dataSource(source -> source.s3DataSource(
                                s3 -> s3.s3DataType("S3Prefix").s3Uri("s3://data/in/"))))
                .transformOutput(output -> output.s3OutputPath("s3://data/out").accept("text/csv"))
                .transformResources(resources -> resources.instanceCount(1).instanceType("ml.m5.large"))));
        return name;
    }

    private void awaitCompleted(String job) {
        try (SageMakerWaiter waiter = SageMakerWaiter.builder()
                .client(sageMaker)
                .overrideConfiguration(OFTEN)
                .build()) {
            waiter.waitUntilTransformJobCompletedOrStopped(request -> request.transformJobName(job));
        }
    }

    private String failureReason(String job) {
        assertThatThrownBy(() -> awaitCompleted(job)).isInstanceOf(SdkClientException.class);
        DescribeTransformJobResponse ended = sageMaker.describeTransformJob(request -> request.transformJobName(job));
        assertThat(ended.transformJobStatusAsString()).isEqualTo("Failed");
        return ended.failureReason();
    }

    @Test
    void containerGetsTheModelsEnvironmentWithTheJobsOverItAndTheTypesOfItsData() throws Exception {
        house.putArchive("/data/m.tar.gz", Map.of("weights", "w"));
        house.put("/data/in/rows.csv", "1\n".getBytes(StandardCharsets.UTF_8));
        String model = house.model(
                "plain:1",
                Map.of("ModelDataUrl", "s3://data/m.tar.gz", "Environment", Map.of("WORD", "model", "KEPT", "model")));

        awaitCompleted(begin(
                model,
                request -> request.environment(Map.of("WORD", "job"))
                        .maxPayloadInMB(5)
                        .batchStrategy(BatchStrategy.SINGLE_RECORD)));

        assertThat(house.slipway.get("/data/out/rows.csv.out")).isEqualTo("job(1\n)");
        ContainerSpec spec = house.containers.started.getFirst();
        assertThat(spec.command()).contains(List.of("serve"));
        assertThat(spec.environment())
                .containsEntry("WORD", "job")
                .containsEntry("KEPT", "model")
                .containsEntry("SAGEMAKER_BATCH", "true")
                .containsEntry("SAGEMAKER_MAX_PAYLOAD_IN_MB", "5")
                .containsEntry("SAGEMAKER_BATCH_STRATEGY", "SINGLE_RECORD")
                .doesNotContainKey("SAGEMAKER_MAX_CONCURRENT_TRANSFORMS");
        assertThat(spec.mounts().getFirst().target()).isEqualTo("/opt/ml/model");
        assertThat(house.containers.headers)
                .containsEntry(spec.hostname() + ":content-type", List.of("text/csv"))
                .containsEntry(spec.hostname() + ":accept", List.of("text/csv"))
                .containsEntry(spec.hostname() + ":content-length", List.of("2"));
    }

    @Test
    void asManyRequestsAsAskedForAreUnderWayAndTheirOrderIsKept() throws Exception {
        String rows = IntStream.range(0, 30).mapToObj(i -> i + "\n").collect(Collectors.joining());
        house.put("/data/in/rows.csv", rows.getBytes(StandardCharsets.UTF_8));

        awaitCompleted(begin(
                house.model("threefold:1", Map.of()),
                request -> request.maxConcurrentTransforms(3).batchStrategy(BatchStrategy.SINGLE_RECORD)));

        assertThat(house.containers.mostAtOnce).hasValue(3);
        assertThat(house.slipway.get("/data/out/rows.csv.out")).isEqualTo(rows);
    }

    @Test
    void serverErrorsAreTriedAgainAsOftenAsAskedAndClientErrorsAreNot() throws Exception {
        house.put("/data/in/rows.csv", "1\n".getBytes(StandardCharsets.UTF_8));

        for (String image : List.of("failing:1", "refusing:1")) {
            int before = house.containers.requests.get();
            boolean failing = image.startsWith("failing");
            String job = begin(
                    house.model(image, Map.of()),
                    request -> request.modelClientConfig(client -> client.invocationsMaxRetries(2)));

            assertThat(failureReason(job))
                    .isEqualTo((failing ? "AlgorithmError" : "ClientError") + ": See job logs for more information");
            assertThat(house.containers.requests).hasValue(before + (failing ? 3 : 1));
        }
        assertThat(house.slipway.get("/data?list-type=2&prefix=out/")).doesNotContain("<Key>");
        assertThat(house.slipway.emulator().engine().adopt(Map.of())).isEmpty();
    }
}
