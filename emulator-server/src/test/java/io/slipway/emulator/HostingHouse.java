package io.slipway.emulator;

import io.slipway.emulator.wire.Document;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;

/** Endpoints of a Slipway with played containers, as a client over HTTP has them. */
final class HostingHouse implements AutoCloseable {

    static final String ROLE = "arn:aws:iam::000000000000:role/Test";

    final ServedContainers containers = new ServedContainers();
    final SimulatedSlipway slipway = new SimulatedSlipway(containers);

    private final HttpClient client = HttpClient.newHttpClient();

    static String unique(String prefix) {
        return prefix + "-" + UUID.randomUUID().toString().substring(0, 8);
    }

    Document call(String operation, Document request) throws IOException, InterruptedException {
        return slipway.call(operation, request);
    }

    /** A model of one container. */
    String model(String image, Map<String, Object> more) throws IOException, InterruptedException {
        Document container = Document.EMPTY.with("Image", image);
        for (Map.Entry<String, Object> member : more.entrySet()) {
            container = container.with(member.getKey(), member.getValue());
        }
        return model(Document.EMPTY.with("PrimaryContainer", container));
    }

    String model(Document parts) throws IOException, InterruptedException {
        String name = unique("model");
        call("CreateModel", parts.with("ModelName", name).with("ExecutionRoleArn", ROLE));
        return name;
    }

    static Document variant(String name, String model) {
        return Document.EMPTY
                .with("VariantName", name)
                .with("ModelName", model)
                .with("InstanceType", "ml.m5.large")
                .with("InitialInstanceCount", 1);
    }

    String config(Document... variants) throws IOException, InterruptedException {
        return configWith(Document.EMPTY, variants);
    }

    String configWith(Document more, Document... variants) throws IOException, InterruptedException {
        String name = unique("config");
        call(
                "CreateEndpointConfig",
                more.with("EndpointConfigName", name).with("ProductionVariants", List.of(variants)));
        return name;
    }

    String create(String config) throws IOException, InterruptedException {
        String name = unique("endpoint");
        call("CreateEndpoint", Document.EMPTY.with("EndpointName", name).with("EndpointConfigName", config));
        return name;
    }

    /** An endpoint of one variant that serves. */
    String serving(String image) throws IOException, InterruptedException {
        return servingBy(config(variant("AllTraffic", model(image, Map.of()))));
    }

    String servingBy(String config) throws IOException, InterruptedException {
        String name = create(config);
        Document endpoint = awaitStatus(name, "InService");
        if (endpoint.has("FailureReason")) {
            throw new AssertionError(endpoint.toJson());
        }
        return name;
    }

    Document describe(String endpoint) throws IOException, InterruptedException {
        return call("DescribeEndpoint", Document.EMPTY.with("EndpointName", endpoint));
    }

    Document awaitStatus(String endpoint, String status) throws IOException, InterruptedException {
        return await(endpoint, found -> found.getString("EndpointStatus").equals(status));
    }

    Document await(String endpoint, Predicate<Document> condition) throws IOException, InterruptedException {
        Instant end = Instant.now().plus(Duration.ofMinutes(1));
        Document found = describe(endpoint);
        while (!condition.test(found)) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError(found.toJson());
            }
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
            found = describe(endpoint);
        }
        return found;
    }

    /** A client as users have it, but one that tries nothing again. */
    <B extends AwsClientBuilder<B, C>, C> C client(B builder) {
        return builder.endpointOverride(slipway.uri("/"))
                .region(Region.US_WEST_2)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
                .overrideConfiguration(overrides -> overrides.retryStrategy(DefaultRetryStrategy.doNotRetry()))
                .build();
    }

    HttpRequest.Builder request(String endpoint, String operation) {
        return HttpRequest.newBuilder(slipway.uri("/endpoints/" + endpoint + "/" + operation))
                .header("Content-Type", "text/csv")
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=k/20260101/us-west-2/sagemaker/aws4_request, Signature=0");
    }

    HttpResponse<String> invoke(String endpoint, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = request(endpoint, "invocations");
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    }

    HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, BodyHandlers.ofByteArray());
    }

    void putArchive(String path, Map<String, String> files) throws IOException, InterruptedException {
        put(path, archive(files));
    }

    void put(String path, byte[] bytes) throws IOException, InterruptedException {
        client.send(
                HttpRequest.newBuilder(slipway.uri(path))
                        .PUT(BodyPublishers.ofByteArray(bytes))
                        .build(),
                BodyHandlers.discarding());
    }

    static byte[] archive(Map<String, String> files) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                byte[] content = file.getValue().getBytes(StandardCharsets.UTF_8);
                var entry = new TarArchiveEntry(file.getKey());
                entry.setSize(content.length);
                tar.putArchiveEntry(entry);
                tar.write(content);
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    /** How many containers run for an endpoint. */
    long running(String endpoint) {
        return slipway.emulator().engine().adopt(Map.of()).stream()
                .filter(found -> found.labels().getOrDefault("slipway.job", "").endsWith("/" + endpoint))
                .count();
    }

    @Override
    public void close() {
        client.close();
        slipway.close();
    }
}
