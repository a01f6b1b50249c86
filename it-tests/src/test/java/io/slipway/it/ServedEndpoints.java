package io.slipway.it;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointResponse;
import software.amazon.awssdk.services.sagemaker.model.EndpointStatus;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariant;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariantInstanceType;
import software.amazon.awssdk.services.sagemaker.model.SageMakerException;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeClient;

/** Endpoints of {@link ServeImage}. */
final class ServedEndpoints implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    final SageMakerClient sageMaker;
    final SageMakerRuntimeClient runtime;

    ServedEndpoints(URI slipway) {
        sageMaker = JavaClients.sageMaker(slipway);
        runtime = JavaClients.runtime(slipway);
    }

    /** A configuration with a model whose answers begin with a word; the model is deleted with the endpoint's end. */
    String config(String word, boolean isolated, int instances) {
        String name = "serve-" + UUID.randomUUID().toString().substring(0, 8);
        sageMaker.createModel(request -> request.modelName(name)
                .executionRoleArn("arn:aws:iam::000000000000:role/SlipwayTest")
                .enableNetworkIsolation(isolated)
                .primaryContainer(
                        container -> container.image(ServeImage.NAME.value()).environment(Map.of("WORD", word))));
        sageMaker.createEndpointConfig(request -> request.endpointConfigName(name)
                .productionVariants(ProductionVariant.builder()
                        .variantName("AllTraffic")
                        .modelName(name)
                        .instanceType(ProductionVariantInstanceType.ML_M5_LARGE)
                        .initialInstanceCount(instances)
                        .build()));
        return name;
    }

    /** An endpoint that serves by that configuration, and has its name. */
    String create(String config) {
        sageMaker.createEndpoint(request -> request.endpointName(config).endpointConfigName(config));
        awaitInService(config);
        return config;
    }

    DescribeEndpointResponse awaitInService(String name) {
        DescribeEndpointResponse endpoint = Await.value(
                PATIENCE,
                () -> sageMaker.describeEndpoint(request -> request.endpointName(name)),
                found -> found.endpointStatus() == EndpointStatus.IN_SERVICE
                        || found.endpointStatus() == EndpointStatus.FAILED);
        if (endpoint.endpointStatus() == EndpointStatus.FAILED) {
            throw new AssertionError(endpoint.failureReason());
        }
        return endpoint;
    }

    String invoke(String name, String body) {
        return runtime.invokeEndpoint(request ->
                        request.endpointName(name).contentType("text/csv").body(SdkBytes.fromUtf8String(body)))
                .body()
                .asUtf8String();
    }

    void delete(String name) {
        sageMaker.deleteEndpoint(request -> request.endpointName(name));
        Await.value(PATIENCE, () -> isThere(name), there -> !there);
    }

    private boolean isThere(String name) {
        try {
            sageMaker.describeEndpoint(request -> request.endpointName(name));
            return true;
        } catch (SageMakerException e) {
            return false;
        }
    }

    /** Identifiers of the containers of an endpoint. */
    static List<String> containers(String name) throws IOException, InterruptedException {
        Process docker =
                new ProcessBuilder("docker", "ps", "-a", "--format", "{{.ID}} {{.Label \"slipway.job\"}}").start();
        List<String> found = new String(docker.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.endsWith("/" + name))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .toList();
        docker.waitFor();
        return found;
    }

    static void kill(String container) throws IOException, InterruptedException {
        new ProcessBuilder("docker", "kill", container).start().waitFor();
    }

    @Override
    public void close() {
        runtime.close();
        sageMaker.close();
    }
}
