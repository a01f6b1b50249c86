package io.slipway.it;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.ContainerDefinition;
import software.amazon.awssdk.services.sagemaker.model.CreateEndpointConfigRequest;
import software.amazon.awssdk.services.sagemaker.model.CreateModelRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointResponse;
import software.amazon.awssdk.services.sagemaker.model.EndpointStatus;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariant;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariantInstanceType;
import software.amazon.awssdk.services.sagemaker.model.SageMakerException;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeClient;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointRequest;

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

    static ContainerDefinition.Builder container(String word) {
        return ContainerDefinition.builder()
                .image(ServeImage.NAME.value())
                .containerHostname(word)
                .environment(Map.of("WORD", word));
    }

    /** Creates a model, a configuration and an endpoint of one name; on an instance unless the configuration says otherwise. */
    String begin(Consumer<CreateModelRequest.Builder> model, Consumer<CreateEndpointConfigRequest.Builder> config) {
        String name = "kind-" + UUID.randomUUID().toString().substring(0, 8);
        sageMaker.createModel(request ->
                model.accept(request.modelName(name).executionRoleArn("arn:aws:iam::000000000000:role/SlipwayTest")));
        sageMaker.createEndpointConfig(request -> config.accept(request.endpointConfigName(name)
                .productionVariants(ProductionVariant.builder()
                        .variantName("AllTraffic")
                        .modelName(name)
                        .instanceType(ProductionVariantInstanceType.ML_M5_LARGE)
                        .initialInstanceCount(1)
                        .build())));
        sageMaker.createEndpoint(request -> request.endpointName(name).endpointConfigName(name));
        return name;
    }

    static String nameOf(CreateEndpointConfigRequest.Builder config) {
        return config.build().endpointConfigName();
    }

    String invoke(String name, String body, Consumer<InvokeEndpointRequest.Builder> more) {
        return runtime.invokeEndpoint(request -> more.accept(
                        request.endpointName(name).contentType("text/csv").body(SdkBytes.fromUtf8String(body))))
                .body()
                .asUtf8String();
    }

    /** A {@code tar.gz} of one file. */
    static byte[] archive(String file, String content) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("archive");
        Path path = Files.writeString(directory.resolve(file), content);
        Process tar = new ProcessBuilder("tar", "czf", "-", "-C", directory.toString(), file).start();
        byte[] bytes = tar.getInputStream().readAllBytes();
        tar.waitFor();
        Files.delete(path);
        Files.delete(directory);
        return bytes;
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
        return invoke(name, body, request -> {});
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
    static List<String> containers(String name) {
        return list(name, "ps", "-a", "--format", "{{.ID}} {{.Label \"slipway.job\"}}");
    }

    /** Identifiers of those that run a model: not of the relays through which isolated ones are reached. */
    static List<String> running(String name) {
        return list(
                name,
                "ps",
                "--format",
                "{{if not (.Label \"slipway.relay\")}}{{.ID}} {{.Label \"slipway.job\"}}{{end}}");
    }

    /** The relay through which an isolated container is reached; it starts after the container. */
    static String relay(String container) {
        String found = Await.value(
                PATIENCE,
                () ->
                        DockerCommand.STANDARD
                                .lines("ps", "--no-trunc", "--format", "{{.ID}} {{.Label \"slipway.relay\"}}")
                                .stream()
                                .filter(line -> line.contains(" " + container))
                                .findFirst()
                                .orElse(""),
                line -> !line.isEmpty());
        return found.substring(0, found.indexOf(' '));
    }

    private static List<String> list(String name, String... arguments) {
        return DockerCommand.STANDARD.lines(arguments).stream()
                .filter(line -> line.endsWith("/" + name))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .toList();
    }

    /** Does not mind if it has ended on its own. */
    static void kill(String container) throws IOException, InterruptedException {
        new ProcessBuilder("docker", "kill", container).start().waitFor();
    }

    @Override
    public void close() {
        runtime.close();
        sageMaker.close();
    }
}
