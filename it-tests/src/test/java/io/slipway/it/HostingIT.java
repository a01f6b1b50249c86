package io.slipway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.emulator.Emulator;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.model.CaptureMode;
import software.amazon.awssdk.services.sagemaker.model.CaptureOption;
import software.amazon.awssdk.services.sagemaker.model.ContainerMode;
import software.amazon.awssdk.services.sagemaker.model.InferenceExecutionMode;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariant;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeAsyncClient;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointWithResponseStreamResponseHandler;
import software.amazon.awssdk.services.sagemakerruntime.model.ModelErrorException;
import software.amazon.awssdk.services.sagemakerruntime.model.SageMakerRuntimeException;

/** Endpoints in containers, through the AWS SDK for Java. */
@ExtendWith(SharedSlipway.class)
@DisabledIfSystemProperty(named = "no-docker", matches = ".*")
class HostingIT {

    private static final int CLIENTS = 50;

    @BeforeAll
    static void buildImage() throws Exception {
        ServeImage.ensure();
    }

    /** Requests of many clients, while something happens: each has had an answer before, and a good one after. */
    private static Map<String, Integer> underLoad(
            ServedEndpoints endpoints, String name, Happening happening, String goodAnswer) throws Exception {
        Map<String, Integer> answers = new ConcurrentHashMap<>();
        AtomicBoolean over = new AtomicBoolean();
        AtomicBoolean givenUp = new AtomicBoolean();
        CountDownLatch begun = new CountDownLatch(CLIENTS);
        CountDownLatch served = new CountDownLatch(CLIENTS);
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CLIENTS; i++) {
                clients.execute(() -> {
                    answers.merge(answer(endpoints, name), 1, Integer::sum);
                    begun.countDown();
                    String last = "";
                    while (!givenUp.get() && (!over.get() || !last.equals(goodAnswer))) {
                        last = answer(endpoints, name);
                        answers.merge(last, 1, Integer::sum);
                    }
                    served.countDown();
                });
            }
            try {
                assertThat(begun.await(1, TimeUnit.MINUTES)).isTrue();
                int before = sum(answers);
                happening.run();
                assertThat(sum(answers)).isGreaterThan(before);
                over.set(true);
                assertThat(served.await(1, TimeUnit.MINUTES))
                        .as(answers.toString())
                        .isTrue();
            } finally {
                givenUp.set(true);
            }
        }
        return answers;
    }

    private static int sum(Map<String, Integer> answers) {
        return answers.values().stream().mapToInt(Integer::intValue).sum();
    }

    private interface Happening {
        void run() throws Exception;
    }

    private static String answer(ServedEndpoints endpoints, String name) {
        try {
            return endpoints.invoke(name, "");
        } catch (RuntimeException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Test
    void updateUnderLoadFailsNoRequest(Emulator emulator) throws Exception {
        try (ServedEndpoints endpoints = new ServedEndpoints(SharedSlipway.endpoint(emulator))) {
            String name = endpoints.create(endpoints.config("old", false, 1));
            String next = endpoints.config("new", false, 1);

            Map<String, Integer> answers = underLoad(
                    endpoints,
                    name,
                    () -> {
                        endpoints.sageMaker.updateEndpoint(
                                request -> request.endpointName(name).endpointConfigName(next));
                        endpoints.awaitInService(name);
                    },
                    "new()");

            assertThat(answers).containsOnlyKeys("old()", "new()");
            assertThat(answers.values()).allSatisfy(count -> assertThat(count).isGreaterThanOrEqualTo(CLIENTS));
            assertThat(ServedEndpoints.containers(name)).hasSize(1);
            endpoints.delete(name);
            assertThat(ServedEndpoints.containers(name)).isEmpty();
        }
    }

    @Test
    void killedContainerIsReplacedUnderLoad(Emulator emulator) throws Exception {
        try (ServedEndpoints endpoints = new ServedEndpoints(SharedSlipway.endpoint(emulator))) {
            String name = endpoints.create(endpoints.config("well", false, 1));
            List<String> before = ServedEndpoints.containers(name);

            Map<String, Integer> answers = underLoad(
                    endpoints,
                    name,
                    () -> {
                        ServedEndpoints.kill(before.getFirst());
                        Await.value(
                                Duration.ofMinutes(1),
                                () -> ServedEndpoints.running(name),
                                running -> !running.isEmpty() && !running.containsAll(before));
                    },
                    "well()");

            int failed = sum(answers) - answers.getOrDefault("well()", 0);
            assertThat(failed).as(answers.toString()).isLessThanOrEqualTo(CLIENTS);
            assertThat(ServedEndpoints.containers(name)).hasSize(1).doesNotContainAnyElementsOf(before);
            endpoints.delete(name);
        }
    }

    @Test
    void multiModelDirectAndServerlessEndpointsAnswer(Emulator emulator) throws Exception {
        URI slipway = SharedSlipway.endpoint(emulator);
        String bucket = "hosting-" + UUID.randomUUID();
        try (ServedEndpoints endpoints = new ServedEndpoints(slipway);
                S3Client s3 = JavaClients.s3(slipway)) {
            s3.createBucket(request -> request.bucket(bucket));
            for (String model : List.of("one", "two")) {
                s3.putObject(
                        request -> request.bucket(bucket).key("models/" + model + ".tar.gz"),
                        RequestBody.fromBytes(ServedEndpoints.archive("word", model)));
            }
            String multi = endpoints.begin(
                    model -> model.primaryContainer(ServedEndpoints.container("none")
                            .mode(ContainerMode.MULTI_MODEL)
                            .modelDataUrl("s3://" + bucket + "/models/")
                            .build()),
                    config -> {});
            String direct = endpoints.begin(
                    model -> model.containers(
                                    ServedEndpoints.container("first").build(),
                                    ServedEndpoints.container("second").build())
                            .inferenceExecutionConfig(execution -> execution.mode(InferenceExecutionMode.DIRECT)),
                    config -> config.dataCaptureConfig(capture -> capture.enableCapture(true)
                            .initialSamplingPercentage(100)
                            .destinationS3Uri("s3://" + bucket + "/captured")
                            .captureOptions(
                                    CaptureOption.builder()
                                            .captureMode(CaptureMode.INPUT)
                                            .build(),
                                    CaptureOption.builder()
                                            .captureMode(CaptureMode.OUTPUT)
                                            .build())));
            String serverless = endpoints.begin(
                    model -> model.primaryContainer(
                            ServedEndpoints.container("less").build()),
                    config -> config.productionVariants(ProductionVariant.builder()
                            .variantName("AllTraffic")
                            .modelName(ServedEndpoints.nameOf(config))
                            .serverlessConfig(less -> less.memorySizeInMB(1024).maxConcurrency(2))
                            .build()));
            List.of(multi, direct, serverless).forEach(endpoints::awaitInService);

            for (String model : List.of("one", "two", "one")) {
                assertThat(endpoints.invoke(multi, "x", request -> request.targetModel(model + ".tar.gz")))
                        .isEqualTo(model + "(x)");
            }
            for (String host : List.of("second", "first")) {
                assertThat(endpoints.invoke(direct, "1,2", request -> request.targetContainerHostname(host)))
                        .isEqualTo(host + "(1,2)");
            }
            assertThat(endpoints.invoke(serverless, "x")).isEqualTo("less(x)");
            String captured = Await.value(
                    Duration.ofMinutes(1),
                    () -> captured(s3, bucket),
                    lines -> lines.contains("second(1,2)") && lines.contains("first(1,2)"));
            assertThat(captured).contains("\"observedContentType\":\"text/csv\"", "\"data\":\"1,2\"");
            List.of(multi, direct, serverless).forEach(endpoints::delete);
        }
    }

    private static String captured(S3Client s3, String bucket) {
        return s3.listObjectsV2(request -> request.bucket(bucket).prefix("captured/")).contents().stream()
                .map(object -> s3.getObjectAsBytes(
                                request -> request.bucket(bucket).key(object.key()))
                        .asUtf8String())
                .collect(Collectors.joining());
    }

    @Test
    void streamedAnswerArrivesInItsParts(Emulator emulator) throws Exception {
        try (ServedEndpoints endpoints = new ServedEndpoints(SharedSlipway.endpoint(emulator));
                SageMakerRuntimeAsyncClient runtime = JavaClients.asyncRuntime(SharedSlipway.endpoint(emulator))) {
            String name = endpoints.create(endpoints.config("three", true, 1));
            Queue<String> parts = new ConcurrentLinkedQueue<>();
            runtime.invokeEndpointWithResponseStream(
                            request -> request.endpointName(name)
                                    .contentType("text/csv")
                                    .customAttributes("stream")
                                    .body(SdkBytes.fromUtf8String("x")),
                            InvokeEndpointWithResponseStreamResponseHandler.builder()
                                    .subscriber(InvokeEndpointWithResponseStreamResponseHandler.Visitor.builder()
                                            .onPayloadPart(part ->
                                                    parts.add(part.bytes().asUtf8String()))
                                            .build())
                                    .build())
                    .get();

            assertThat(parts).containsExactly("one ", "two ", "three(x)");
            assertThatThrownBy(() -> endpoints.runtime.invokeEndpoint(request ->
                            request.endpointName(name).customAttributes("fail").body(SdkBytes.fromUtf8String("x"))))
                    .isInstanceOfSatisfying(ModelErrorException.class, error -> {
                        assertThat(error.originalStatusCode()).isEqualTo(500);
                        assertThat(error.originalMessage()).isEqualTo("three(x)");
                        assertThat(error.statusCode()).isEqualTo(424);
                    });
            assertThatThrownBy(() -> endpoints.invoke(name, "x".repeat((6 << 20) + 1)))
                    .isInstanceOfSatisfying(
                            SageMakerRuntimeException.class,
                            error -> assertThat(error.statusCode()).isEqualTo(413));
            endpoints.delete(name);
        }
    }
}
