package io.slipway.emulator;

import static io.slipway.emulator.HostingHouse.variant;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.emulator.wire.Document;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;

/** Requests to endpoints: what reaches the containers, and what comes back. */
@Timeout(120)
class InvocationsTest {

    private static HostingHouse house;

    @BeforeAll
    static void open() throws Exception {
        house = new HostingHouse();
        house.put("/data", new byte[0]);
    }

    @AfterAll
    static void close() {
        house.close();
    }

    private static Document error(HttpResponse<String> response, int status, String type) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("x-amzn-ErrorType").orElse("")).isEqualTo(type);
        return Document.parse(response.body());
    }

    private static Document containers(String mode, Document... definitions) {
        return Document.EMPTY
                .with("Containers", List.of(definitions))
                .with("InferenceExecutionConfig", Map.of("Mode", mode));
    }

    private static Document container(String image, String hostname) {
        return Document.EMPTY
                .with("Image", image)
                .with("ContainerHostname", hostname)
                .with("Environment", Map.of("WORD", hostname));
    }

    private static String lines(String prefix) throws Exception {
        while (true) {
            String listing = house.slipway.get("/data?list-type=2&prefix=" + prefix);
            if (listing.contains("<Key>")) {
                String key = listing.replaceAll("(?s).*?<Key>([^<]*)</Key>.*", "$1");
                return key + "\n" + house.slipway.get("/data/" + key);
            }
            Thread.sleep(10);
        }
    }

    @Test
    void headersReachTheContainerAndComeBack() throws Exception {
        String name = house.serving("plain:1");
        HttpResponse<String> response = house.invoke(
                name,
                "1",
                "Accept",
                "text/csv",
                "X-Amzn-SageMaker-Custom-Attributes",
                "trace=1",
                "X-Amzn-SageMaker-Inference-Id",
                "id-7",
                "X-Other",
                "stripped");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("text/csv");
        assertThat(response.headers().firstValue("X-Amzn-SageMaker-Custom-Attributes"))
                .contains("trace=1!");
        assertThat(response.headers().firstValue("x-amzn-RequestId")).isPresent();
        assertThat(house.containers.headers)
                .containsEntry("container-1:accept", List.of("text/csv"))
                .containsEntry("container-1:content-type", List.of("text/csv"))
                .containsEntry("container-1:x-amzn-sagemaker-inference-id", List.of("id-7"))
                .doesNotContainKeys("container-1:x-other", "container-1:authorization");
    }

    @Test
    void modelErrorTellsWhatTheContainerSaid() throws Exception {
        String refusing = house.serving("refusing:1");
        Document error = error(house.invoke(refusing, "x"), 424, "ModelError");
        assertThat(error.getLong("OriginalStatusCode")).isEqualTo(400);
        assertThat(error.getString("OriginalMessage")).isEqualTo("bad features: x");
        assertThat(error.getString("LogStreamArn"))
                .isEqualTo("arn:aws:logs:us-west-2:000000000000:log-group:/aws/sagemaker/Endpoints/" + refusing);
        assertThat(error.getString("Message"))
                .isEqualTo("Received client error (400) from primary with message \"bad features: x\". See"
                        + " https://us-west-2.console.aws.amazon.com/cloudwatch/home?region=us-west-2#logEventViewer:group="
                        + "/aws/sagemaker/Endpoints/" + refusing + " in account 000000000000 for more information.");

        assertThat(error(house.invoke(house.serving("failing:1"), ""), 424, "ModelError")
                        .getString("Message"))
                .startsWith("Received server error (500) from primary with message \"boom\".");
    }

    @Test
    void unknownEndpointAndVariantAreValidationErrors() throws Exception {
        assertThat(error(house.invoke("nobody", ""), 400, "ValidationError").getString("Message"))
                .isEqualTo("Endpoint nobody of account 000000000000 not found.");
        String name = house.serving("plain:1");
        assertThat(error(house.invoke(name, "", "X-Amzn-SageMaker-Target-Variant", "none"), 400, "ValidationError")
                        .getString("Message"))
                .contains("Variant none not found");
    }

    @ParameterizedTest
    @CsvSource({
        "X-Amzn-SageMaker-Target-Variant, -x, targetVariant",
        "X-Amzn-SageMaker-Inference-Id, 01234567890123456789012345678901234567890123456789012345678901234, inferenceId",
    })
    void headerThatBreaksItsConstraintIsNamed(String header, String value, String member) throws Exception {
        assertThat(error(house.invoke("any", "", header, value), 400, "ValidationError")
                        .getString("Message"))
                .startsWith("1 validation error detected: Value '" + value + "' at '" + member
                        + "' failed to satisfy constraint: ");
    }

    @Test
    void sixMegabytesAreTakenAndNotAByteMore() throws Exception {
        String name = house.serving("plain:1");
        String largest = "x".repeat(6 << 20);
        assertThat(house.invoke(name, largest).body()).hasSize(largest.length() + 2);

        HttpResponse<String> response = house.invoke(name, largest + "x");
        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.body()).isEqualTo("{\"message\":\"HTTP content length exceeded 6291456 bytes.\"}");
    }

    @Test
    void serialContainersAnswerOneAfterTheOther() throws Exception {
        String model = house.model(containers("Serial", container("plain:1", "first"), container("plain:2", "second")));
        String name = house.servingBy(house.config(variant("AllTraffic", model)));

        assertThat(house.invoke(name, "x", "Accept", "text/csv").body()).isEqualTo("second(first(x))");
        assertThat(house.containers.headers)
                .doesNotContainKey("first:accept")
                .containsEntry("second:accept", List.of("text/csv"));

        String broken =
                house.model(containers("Serial", container("failing:1", "first"), container("plain:2", "second")));
        String failing = house.servingBy(house.config(variant("AllTraffic", broken)));
        assertThat(error(house.invoke(failing, "x"), 424, "ModelError").getString("Message"))
                .startsWith("Received server error (500) from first with message \"boom\".");
        assertThat(error(house.invoke(name, "x", "X-Amzn-SageMaker-Target-Model", "m"), 400, "ValidationError")
                        .getString("Message"))
                .isEqualTo("Endpoint " + name
                        + " is not a multi-model endpoint and does not support target model header.");
    }

    @Test
    void largeAnswerIsNotCarriedToTheNextContainer() throws Exception {
        String model = house.model(containers("Serial", container("plain:1", "first"), container("plain:2", "second")));
        String name = house.servingBy(house.config(variant("AllTraffic", model)));

        assertThat(error(house.invoke(name, "x".repeat(5 << 20)), 424, "ModelError")
                        .getString("Message"))
                .isEqualTo(
                        "Received response from first with status code 200. However, the request payload from first to"
                                + " second is 5242887 bytes, which has exceeded the maximum limit of 5 MB.");
    }

    @Test
    void directContainersAreChosenByTheirHostname() throws Exception {
        String model = house.model(containers("Direct", container("plain:1", "first"), container("plain:2", "second")));
        String name = house.servingBy(house.config(variant("AllTraffic", model)));
        String header = "X-Amzn-SageMaker-Target-Container-Hostname";

        assertThat(house.invoke(name, "x", header, "second").body()).isEqualTo("second(x)");
        assertThat(error(house.invoke(name, "x", header, "third"), 400, "ValidationError")
                        .getString("Message"))
                .contains("Container third not found");
        assertThat(error(house.invoke(name, "x"), 400, "ValidationError").getString("Message"))
                .contains("missing a target container hostname header");
        String serial = house.serving("plain:1");
        assertThat(error(house.invoke(serial, "x", header, "first"), 400, "ValidationError")
                        .getString("Message"))
                .contains("does not support target container hostname header");
    }

    @Test
    void multiModelContainerLoadsModelsWhenTheyAreAskedFor() throws Exception {
        for (String key : List.of("a", "sub/b", "c")) {
            house.putArchive("/data/library/" + key + ".tar.gz", Map.of("model", key));
        }
        String model = house.model("multi:1", Map.of("Mode", "MultiModel", "ModelDataUrl", "s3://data/library/"));
        String name = house.servingBy(house.config(variant("AllTraffic", model)));
        String header = "X-Amzn-SageMaker-Target-Model";

        assertThat(house.invoke(name, "x", header, "a.tar.gz").body()).isEqualTo("1 x");
        assertThat(house.invoke(name, "x", header, "sub/b.tar.gz").body()).isEqualTo("2 x");
        assertThat(house.invoke(name, "x", header, "c.tar.gz").body()).isEqualTo("2 x");
        assertThat(house.invoke(name, "y", header, "a.tar.gz").body()).isEqualTo("2 y");
        assertThat(house.containers.headers).containsEntry("target", List.of("a.tar.gz"));
        assertThat(error(house.invoke(name, "x", header, "none.tar.gz"), 400, "ValidationError")
                        .getString("Message"))
                .startsWith("Failed to download model data for container \"container-1\" from URL:"
                        + " \"s3://data/library/none.tar.gz\".");
        house.putArchive("/data/library/evil.tar.gz", Map.of("../../evil", "x"));
        assertThat(error(house.invoke(name, "x", header, "evil.tar.gz"), 400, "ValidationError")
                        .getString("Message"))
                .startsWith("Failed to download model data");
        assertThat(error(house.invoke(name, "x"), 400, "ValidationError").getString("Message"))
                .endsWith("is missing a target model header.");
    }

    @Test
    void responseStreamHasAnEventForEachPart() throws Exception {
        String name = house.serving("streaming:1");
        HttpResponse<byte[]> response = house.send(house.request(name, "invocations-response-stream")
                .POST(BodyPublishers.ofString("x"))
                .build());

        assertThat(response.headers().firstValue("Content-Type")).contains("application/vnd.amazon.eventstream");
        assertThat(response.headers().firstValue("X-Amzn-SageMaker-Content-Type"))
                .contains("text/plain");
        String text = new String(response.body(), StandardCharsets.ISO_8859_1);
        assertThat(text).containsSubsequence("PayloadPart", "one ", "two ", "three");
    }

    @Test
    void serverlessEndpointTakesFourMegabytes() throws Exception {
        Document variant = Document.EMPTY
                .with("VariantName", "AllTraffic")
                .with("ModelName", house.model("plain:1", Map.of()))
                .with("ServerlessConfig", Map.of("MemorySizeInMB", 2048, "MaxConcurrency", 5));
        String name = house.servingBy(house.config(variant));

        assertThat(house.invoke(name, "x").body()).isEqualTo("(x)");
        assertThat(house.invoke(name, "x".repeat((4 << 20) + 1)).statusCode()).isEqualTo(413);
        Document shown = house.describe(name).documents("ProductionVariants").getFirst();
        assertThat(shown.getLong("CurrentServerlessConfig.MaxConcurrency")).isEqualTo(5);
        assertThat(shown.has("CurrentInstanceCount")).isFalse();
    }

    @Test
    void serverlessEndpointRefusesMoreRequestsThanItTakesAtATime() throws Exception {
        Document variant = Document.EMPTY
                .with("VariantName", "AllTraffic")
                .with("ModelName", house.model("held:1", Map.of()))
                .with("ServerlessConfig", Map.of("MemorySizeInMB", 1024, "MaxConcurrency", 1));
        String name = house.servingBy(house.config(variant));
        var first = new FutureTask<>(() -> house.invoke(name, "x"));
        Thread.startVirtualThread(first);
        while (house.containers.atOnce.get() == 0) {
            Thread.sleep(5);
        }

        assertThat(error(house.invoke(name, "y"), 400, "ThrottlingException").getString("Message"))
                .isEqualTo("Rate exceeded");

        house.containers.gate.countDown();
        assertThat(first.get().statusCode()).isEqualTo(200);
        assertThat(house.invoke(name, "z").statusCode()).isEqualTo(200);
    }

    @Test
    void requestsAndTheirTimesAreInCloudWatch() throws Exception {
        String name = house.serving("plain:1");
        String refusing = house.serving("refusing:1");
        house.invoke(name, "1");
        house.invoke(name, "2");
        house.invoke(refusing, "x");

        try (CloudWatchClient cloudWatch = CloudWatchClient.builder()
                .endpointOverride(house.slipway.uri("/"))
                .region(Region.US_WEST_2)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
                .build()) {
            while (sum(cloudWatch, name, "Invocations") < 2 || sum(cloudWatch, refusing, "Invocations") < 1) {
                Thread.sleep(20);
            }
            assertThat(sum(cloudWatch, name, "Invocations")).isEqualTo(2);
            assertThat(sum(cloudWatch, name, "Invocation4XXErrors")).isZero();
            assertThat(sum(cloudWatch, refusing, "Invocation4XXErrors")).isEqualTo(1);
            assertThat(sum(cloudWatch, refusing, "Invocation5XXErrors")).isZero();
            assertThat(sum(cloudWatch, name, "ModelLatency")).isPositive();
            assertThat(sum(cloudWatch, name, "OverheadLatency")).isPositive();
        }
    }

    private static double sum(CloudWatchClient cloudWatch, String endpoint, String metric) {
        Instant now = Instant.now();
        return cloudWatch
                .getMetricStatistics(request -> request.namespace("AWS/SageMaker")
                        .metricName(metric)
                        .dimensions(
                                Dimension.builder()
                                        .name("EndpointName")
                                        .value(endpoint)
                                        .build(),
                                Dimension.builder()
                                        .name("VariantName")
                                        .value("AllTraffic")
                                        .build())
                        .startTime(now.minusSeconds(300))
                        .endTime(now.plusSeconds(60))
                        .period(60)
                        .statistics(Statistic.SUM))
                .datapoints()
                .stream()
                .mapToDouble(Datapoint::sum)
                .sum();
    }

    @Test
    void asynchronousAnswersLieInS3() throws Exception {
        house.put("/data/in/rows.csv", "1,2".getBytes(StandardCharsets.UTF_8));
        Document async = Document.EMPTY.with(
                "AsyncInferenceConfig",
                Map.of("OutputConfig", Map.of("S3OutputPath", "s3://data/async", "S3FailurePath", "s3://data/failed")));
        String name = house.servingBy(house.configWith(async, variant("AllTraffic", house.model("plain:1", Map.of()))));
        HttpResponse<byte[]> response = house.send(house.request(name, "async-invocations")
                .header("X-Amzn-SageMaker-InputLocation", "s3://data/in/rows.csv")
                .header("X-Amzn-SageMaker-Inference-Id", "mine")
                .POST(BodyPublishers.noBody())
                .build());

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(new String(response.body(), StandardCharsets.UTF_8)).isEqualTo("{\"InferenceId\":\"mine\"}");
        String output =
                response.headers().firstValue("X-Amzn-SageMaker-OutputLocation").orElseThrow();
        assertThat(output).matches("s3://data/async/[0-9a-f-]{36}\\.out");
        assertThat(lines("async/")).endsWith("\n(1,2)");
        assertThat(house.containers.headers).containsEntry("container-1:content-length", List.of("3"));

        house.send(house.request(name, "async-invocations")
                .header("X-Amzn-SageMaker-InputLocation", "s3://data/in/none.csv")
                .POST(BodyPublishers.noBody())
                .build());
        assertThat(lines("failed/")).contains("-error.out\nCould not find the input s3://data/in/none.csv.");
        assertThat(error(house.invoke(name, "x"), 400, "ValidationError").getString("Message"))
                .contains("is an asynchronous endpoint");
        assertThat(house.describe(name).getString("AsyncInferenceConfig.OutputConfig.S3OutputPath"))
                .isEqualTo("s3://data/async");
    }

    @Test
    void capturedRequestsLieInS3AsJsonLines() throws Exception {
        Document capture = capturingTo("s3://data/capture");
        String name =
                house.servingBy(house.configWith(capture, variant("AllTraffic", house.model("plain:1", Map.of()))));
        house.invoke(name, "1,2", "X-Amzn-SageMaker-Inference-Id", "seven");

        String[] file = lines("capture/").split("\n");
        assertThat(file[0])
                .matches("capture/" + name
                        + "/AllTraffic/\\d{4}/\\d{2}/\\d{2}/\\d{2}/\\d{2}-\\d{2}-\\d{3}-[0-9a-f-]{36}\\.jsonl");
        Document line = Document.parse(file[1]);
        assertThat(line.getString("captureData.endpointInput.data")).isEqualTo("1,2");
        assertThat(line.getString("captureData.endpointInput.encoding")).isEqualTo("CSV");
        assertThat(line.getString("captureData.endpointOutput.data")).isEqualTo("(1,2)");
        assertThat(line.getString("eventMetadata.inferenceId")).isEqualTo("seven");
        assertThat(line.getString("eventVersion")).isEqualTo("0");
        assertThat(house.describe(name).getString("DataCaptureConfig.CaptureStatus"))
                .isEqualTo("Started");
    }

    /** The part of an endpoint's configuration that has all requests and answers captured. */
    private static Document capturingTo(String uri) {
        return Document.EMPTY.with(
                "DataCaptureConfig",
                Map.of(
                        "EnableCapture",
                        true,
                        "InitialSamplingPercentage",
                        100,
                        "DestinationS3Uri",
                        uri,
                        "CaptureOptions",
                        List.of(Map.of("CaptureMode", "Input"), Map.of("CaptureMode", "Output"))));
    }

    @Test
    void shadowGetsCopiesOfRequestsAndNobodyItsAnswers() throws Exception {
        Document shadow = variant("shadow", house.model("plain:2", Map.of("Environment", Map.of("WORD", "shadow"))));
        Document config = capturingTo("s3://data/shadowed").with("ShadowProductionVariants", List.of(shadow));
        String name =
                house.servingBy(house.configWith(config, variant("AllTraffic", house.model("plain:1", Map.of()))));

        for (int i = 0; i < 20; i++) {
            assertThat(house.invoke(name, "x").body()).isEqualTo("(x)");
        }

        assertThat(lines("shadowed/" + name + "/shadow/")).contains("shadow(x)");
        assertThat(error(house.invoke(name, "x", "X-Amzn-SageMaker-Target-Variant", "shadow"), 400, "ValidationError")
                        .getString("Message"))
                .contains("is a shadow variant");
        assertThat(house.describe(name)
                        .documents("ShadowProductionVariants")
                        .getFirst()
                        .getString("VariantName"))
                .isEqualTo("shadow");
    }

    @Test
    void otherSitesPagesCannotInvoke() throws Exception {
        HttpResponse<String> response = house.invoke("any", "", "Sec-Fetch-Site", "cross-site");
        assertThat(response.statusCode()).isEqualTo(403);
    }
}
