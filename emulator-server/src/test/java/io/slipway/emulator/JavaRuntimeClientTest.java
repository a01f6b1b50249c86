package io.slipway.emulator;

import static io.slipway.emulator.HostingHouse.variant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.container.ContainerSpec;
import io.slipway.emulator.wire.Document;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.SageMakerException;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeAsyncClient;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeClient;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointRequest;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointResponse;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointWithResponseStreamResponseHandler;
import software.amazon.awssdk.services.sagemakerruntime.model.ModelStreamErrorException;
import software.amazon.awssdk.services.sagemakerruntime.model.SageMakerRuntimeException;

/** Endpoints of played containers, as the AWS SDK for Java v2 has them. */
@Timeout(120)
class JavaRuntimeClientTest {

    private static HostingHouse house;
    private static SageMakerClient sageMaker;
    private static SageMakerRuntimeClient runtime;
    private static SageMakerRuntimeAsyncClient manyAtOnce;

    @BeforeAll
    static void open() throws Exception {
        house = new HostingHouse();
        house.put("/data", new byte[0]);
        sageMaker = house.client(SageMakerClient.builder());
        runtime = house.client(SageMakerRuntimeClient.builder());
        manyAtOnce = house.client(SageMakerRuntimeAsyncClient.builder()
                .httpClientBuilder(NettyNioAsyncHttpClient.builder()
                        .maxConcurrency(1000)
                        .connectionTimeout(Duration.ofMinutes(1))
                        .connectionAcquisitionTimeout(Duration.ofMinutes(1))));
    }

    @AfterAll
    static void close() {
        manyAtOnce.close();
        runtime.close();
        sageMaker.close();
        house.close();
    }

    private static InvokeEndpointResponse invoke(
            String endpoint, String body, Consumer<InvokeEndpointRequest.Builder> more) {
        return runtime.invokeEndpoint(request -> more.accept(
                request.endpointName(endpoint).contentType("text/csv").body(SdkBytes.fromUtf8String(body))));
    }

    @Test
    void thousandRequestsAreInFlight() throws Exception {
        String name = house.serving("held:1");
        List<CompletableFuture<InvokeEndpointResponse>> answers = IntStream.range(0, 1000)
                .mapToObj(i -> manyAtOnce.invokeEndpoint(
                        request -> request.endpointName(name).body(SdkBytes.fromUtf8String("<" + i + ">"))))
                .toList();
        while (house.containers.atOnce.get() < 1000) {
            assertThat(answers).noneMatch(CompletableFuture::isDone);
            Thread.sleep(5);
        }
        house.containers.gate.countDown();
        for (int i = 0; i < answers.size(); i++) {
            assertThat(answers.get(i).get().body().asUtf8String())
                    .startsWith("slipway-")
                    .endsWith(" <" + i + ">");
        }
    }

    @Test
    void instancesShareTheRequests() throws Exception {
        String name = house.servingBy(house.config(
                variant("AllTraffic", house.model("named:1", Map.of())).with("InitialInstanceCount", 3)));
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i < 150; i++) {
            counts.merge(invoke(name, "x", request -> {}).body().asUtf8String(), 1, Integer::sum);
        }
        assertThat(counts).hasSize(3);
        assertThat(counts.values()).allSatisfy(count -> assertThat(count).isGreaterThan(15));
    }

    @Test
    void attributesAndIdentifierReachTheModelAndItsAttributesComeBack() throws Exception {
        String name = house.servingBy(house.config(variant(
                "AllTraffic",
                house.model("plain:1", Map.of("ContainerHostname", "told", "Environment", Map.of("WORD", "hello"))))));
        InvokeEndpointResponse answer = invoke(
                name,
                "1,2",
                request ->
                        request.accept("text/csv").customAttributes("trace=1").inferenceId("id-7"));

        assertThat(answer.body().asUtf8String()).isEqualTo("hello(1,2)");
        assertThat(answer.contentType()).isEqualTo("text/csv");
        assertThat(answer.customAttributes()).isEqualTo("trace=1!");
        assertThat(answer.invokedProductionVariant()).isEqualTo("AllTraffic");
        assertThat(house.containers.headers)
                .containsEntry("told:accept", List.of("text/csv"))
                .containsEntry("told:content-type", List.of("text/csv"))
                .containsEntry("told:x-amzn-sagemaker-inference-id", List.of("id-7"))
                .doesNotContainKey("told:authorization");
    }

    @Test
    void streamThatBreaksOffIsTold() throws Exception {
        String name = house.serving("breaking:1");
        Queue<String> parts = new ConcurrentLinkedQueue<>();
        CompletableFuture<Void> answer = manyAtOnce.invokeEndpointWithResponseStream(
                request -> request.endpointName(name).body(SdkBytes.fromUtf8String("x")),
                InvokeEndpointWithResponseStreamResponseHandler.builder()
                        .subscriber(InvokeEndpointWithResponseStreamResponseHandler.Visitor.builder()
                                .onPayloadPart(part -> parts.add(part.bytes().asUtf8String()))
                                .build())
                        .build());

        assertThatThrownBy(answer::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        ModelStreamErrorException.class,
                        error -> assertThat(error.errorCode()).isEqualTo("StreamBroken"));
        assertThat(parts).containsExactly("one ");
    }

    @Test
    void modelDataLiesInTheContainerInTheFormThatWasAskedFor() throws Exception {
        house.putArchive("/data/forms/m.tar.gz", Map.of("sub/weights", "w"));
        house.put("/data/forms/tree/a/b", "x".getBytes(StandardCharsets.UTF_8));
        Map<String, Map<String, Object>> forms = Map.of(
                "url:1", Map.of("ModelDataUrl", "s3://data/forms/m.tar.gz"),
                "gzip:1", source("forms/m.tar.gz", "S3Object", "Gzip"),
                "object:1", source("forms/tree/a/b", "S3Object", "None"),
                "tree:1", source("forms/tree/", "S3Prefix", "None"));
        List<Document> variants = new ArrayList<>();
        for (Map.Entry<String, Map<String, Object>> form : forms.entrySet()) {
            String image = form.getKey();
            variants.add(variant(image.replace(":1", ""), house.model(image, form.getValue())));
        }
        String name = house.servingBy(house.config(variants.toArray(Document[]::new)));

        Map<String, String> files =
                Map.of("url:1", "sub/weights", "gzip:1", "sub/weights", "object:1", "b", "tree:1", "a/b");
        files.forEach((image, file) -> {
            ContainerSpec spec = house.containers.started.stream()
                    .filter(each -> each.image().value().equals(image))
                    .findFirst()
                    .orElseThrow();
            assertThat(spec.mounts().getFirst().target()).isEqualTo("/opt/ml/model");
            assertThat(spec.mounts().getFirst().source().resolve(file))
                    .as(image)
                    .exists();
            assertThat(invoke(name, "x", request -> request.targetVariant(image.replace(":1", "")))
                            .body()
                            .asUtf8String())
                    .isEqualTo("(x)");
        });
    }

    private static Map<String, Object> source(String key, String type, String compression) {
        return Map.of(
                "ModelDataSource",
                Map.of(
                        "S3DataSource",
                        Map.of("S3Uri", "s3://data/" + key, "S3DataType", type, "CompressionType", compression)));
    }

    @Test
    void endpointThatIsChangingIsNeitherChangedNorDeletedAndServes() throws Exception {
        String name = house.serving("plain:1");
        String config = house.config(variant("AllTraffic", house.model("deaf:1", Map.of())));
        sageMaker.updateEndpoint(request -> request.endpointName(name).endpointConfigName(config));

        assertThat(sageMaker
                        .describeEndpoint(request -> request.endpointName(name))
                        .endpointStatusAsString())
                .isEqualTo("Updating");
        assertThatThrownBy(() -> sageMaker.updateEndpoint(
                        request -> request.endpointName(name).endpointConfigName(config)))
                .isInstanceOf(SageMakerException.class)
                .hasMessageContaining("Cannot update in-progress endpoint \"arn:");
        assertThatThrownBy(() -> sageMaker.deleteEndpoint(request -> request.endpointName(name)))
                .isInstanceOf(SageMakerException.class)
                .hasMessageContaining("Cannot update in-progress endpoint \"arn:");
        assertThat(invoke(name, "x", request -> {}).body().asUtf8String()).isEqualTo("(x)");
    }

    @Test
    void targetsThatDoNotExistAreToldInTheServicesWords() throws Exception {
        String name = house.serving("plain:1");
        assertRefused(() -> invoke("nobody", "", request -> {}), "Endpoint nobody of account 000000000000 not found.");
        assertRefused(() -> invoke(name, "", request -> request.targetVariant("none")), "Variant none not found");
        assertRefused(() -> invoke(name, "", request -> request.targetModel("m")), "is not a multi-model endpoint");
        assertRefused(
                () -> invoke(name, "", request -> request.targetContainerHostname("h")),
                "does not support target container hostname");
    }

    private static void assertRefused(Runnable call, String message) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(SageMakerRuntimeException.class, error -> {
            assertThat(error.statusCode()).isEqualTo(400);
            assertThat(error.awsErrorDetails().errorCode()).isEqualTo("ValidationError");
            assertThat(error.awsErrorDetails().errorMessage()).contains(message);
        });
    }
}
