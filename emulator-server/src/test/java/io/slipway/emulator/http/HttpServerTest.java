package io.slipway.emulator.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.emulator.dispatch.Dispatcher;
import io.slipway.emulator.dispatch.Operation;
import io.slipway.emulator.wire.ApiError;
import io.slipway.emulator.wire.ApiException;
import io.slipway.emulator.wire.Document;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.server.Handler;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.ResourceInUseException;
import software.amazon.awssdk.services.sagemaker.model.SageMakerException;

final class HttpServerTest {

    private static final String TIMES = "{\"TrainingJobName\": \"job\", \"CreationTime\": 1623637290.633}";

    private static TestServer server;
    private static SageMakerClient sageMaker;

    @BeforeAll
    static void start() {
        server = new TestServer(
                List.of(
                        Operation.sageMaker(
                                "DescribeTrainingJob",
                                (context, request) -> Document.parse(TIMES)
                                        .with(
                                                "TrainingJobArn",
                                                context.arn("training-job", "job")
                                                        .toString())
                                        .with("NotInTheShape", 1)),
                        Operation.sageMaker("StopTrainingJob", (context, request) -> Document.EMPTY),
                        Operation.sageMaker("CreateModel", (context, request) -> {
                            throw new ApiException(ApiError.RESOURCE_IN_USE, "there is a \"model\" <already>");
                        }),
                        Operation.sageMaker("CreateTrainingJob", (context, request) -> {
                            throw new ApiException(ApiError.RESOURCE_IN_USE, "there is a job");
                        }),
                        Operation.sageMaker("ListModels", (context, request) -> {
                            throw new IllegalStateException("a secret");
                        })),
                new Route(
                        "GET",
                        "/_slipway/jobs/{name}",
                        request -> Route.Response.of(
                                200,
                                "text/plain",
                                request.pathParameter("name").getBytes(java.nio.charset.StandardCharsets.UTF_8))));
        sageMaker = SageMakerClient.builder()
                .endpointOverride(server.uri())
                .region(Region.EU_WEST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
                .build();
    }

    @AfterAll
    static void stop() {
        sageMaker.close();
        server.close();
    }

    @Test
    void sdkGetsTheRowsAnswerInItsOwnRegion() {
        var response = sageMaker.describeTrainingJob(request -> request.trainingJobName("job"));
        assertThat(response.trainingJobArn()).isEqualTo("arn:aws:sagemaker:eu-west-1:123456789012:training-job/job");
        assertThat(response.creationTime()).isEqualTo("2021-06-14T02:21:30.633Z");
        assertThat(response.responseMetadata().requestId()).hasSize(36);
    }

    @Test
    void sdkGetsTheServicesExceptions() {
        assertThatThrownBy(() -> sageMaker.createTrainingJob(request -> request.trainingJobName("job")
                        .roleArn("arn:aws:iam::000000000000:role/slipway")
                        .outputDataConfig(output -> output.s3OutputPath("s3://bucket/out"))))
                .isInstanceOf(ResourceInUseException.class)
                .hasMessageContaining("there is a job");
        assertThatThrownBy(() -> sageMaker.describeTrainingJob(request -> request.trainingJobName("no job")))
                .isInstanceOf(SageMakerException.class)
                .hasMessageContaining("1 validation error detected: Value 'no job' at 'trainingJobName'");
    }

    @Test
    void responseIsCutToItsShape() throws Exception {
        HttpResponse<String> response = server.call("DescribeTrainingJob", "{\"TrainingJobName\": \"job\"}");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/x-amz-json-1.1");
        assertThat(response.headers().firstValue("x-amzn-RequestId")).isPresent();
        assertThat(response.body())
                .isEqualTo("{\"TrainingJobName\":\"job\",\"CreationTime\":1623637290.633,"
                        + "\"TrainingJobArn\":\"arn:aws:sagemaker:us-east-1:123456789012:training-job/job\"}");
    }

    @Test
    void operationWithoutOutputAnswersWithoutBody() throws Exception {
        HttpResponse<String> response = server.call("StopTrainingJob", "{\"TrainingJobName\": \"job\"}");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
    }

    @Test
    void modelledErrorsSpellTheirMessageTwice() throws Exception {
        HttpResponse<String> response = server.call(
                "CreateTrainingJob",
                "{\"TrainingJobName\": \"job\", \"RoleArn\": \"arn:aws:iam::000000000000:role/slipway\","
                        + " \"OutputDataConfig\": {\"S3OutputPath\": \"s3://b/o\"}}");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("x-amzn-ErrorType")).hasValue("ResourceInUse");
        assertThat(response.body())
                .isEqualTo(
                        "{\"__type\":\"ResourceInUse\",\"message\":\"there is a job\",\"Message\":\"there is a job\"}");
    }

    @Test
    void otherErrorsSpellItOnce() throws Exception {
        HttpResponse<String> response = server.call("CreateModel", "{\"ModelName\": \"m\"}");
        assertThat(response.body())
                .isEqualTo("{\"__type\":\"ResourceInUse\",\"message\":\"there is a \\\"model\\\" <already>\"}");
    }

    @Test
    void textOfTheUnexpectedIsHidden() throws Exception {
        HttpResponse<String> response = server.call("ListModels", "{}");
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body())
                .startsWith("{\"__type\":\"InternalFailure\"")
                .contains(response.headers().firstValue("x-amzn-RequestId").orElseThrow())
                .doesNotContain("secret");
    }

    @Test
    void knownOperationWithoutRowSaysWhatThereIs() throws Exception {
        HttpResponse<String> response = server.call("CreateNotebookInstance", "{}");
        assertThat(response.statusCode()).isEqualTo(501);
        assertThat(response.body())
                .contains("NotImplementedException")
                .contains("Slipway does not implement CreateNotebookInstance. Of Amazon SageMaker Service it has: "
                        + "CreateModel, CreateTrainingJob, DescribeTrainingJob, ListModels, StopTrainingJob.");
    }

    @Test
    void unknownOperationIsUnknown() throws Exception {
        HttpResponse<String> response = server.call("CreateSpaceship", "{}");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("UnknownOperationException").contains("CreateSpaceship");
    }

    @Test
    void requestsOfOtherServicesAreToldSo() throws Exception {
        HttpResponse<String> response = server.send(server.request("/")
                .header("X-Amz-Target", "DynamoDB_20120810.ListTables")
                .POST(BodyPublishers.ofString("{}")));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("UnknownOperationException").contains("DynamoDB_20120810.ListTables");
    }

    @Test
    void storageGetsItsPathsUntouched() throws Exception {
        for (String path : List.of("/bucket/a//b", "/bucket/x/../y", "/bucket/%2F%2e%2e", "/bucket?list-type=2")) {
            HttpResponse<String> response =
                    server.send(server.request("/").uri(java.net.URI.create(server.uri() + path)));
            assertThat(response.statusCode()).isEqualTo(299);
            assertThat(response.body()).isEqualTo(path);
        }
    }

    @Test
    void ownPagesRefuseAmbiguousPaths() throws Exception {
        for (String path :
                List.of("/_slipway/jobs/%2e%2e", "/_slipway/jobs/a%2Fb", "/_slipway//jobs", "/_slipway/../x")) {
            HttpResponse<String> response =
                    server.send(server.request("/").uri(java.net.URI.create(server.uri() + path)));
            assertThat(response.statusCode()).isEqualTo(400);
        }
    }

    @Test
    void ownPagesAreServed() throws Exception {
        assertThat(server.send(server.request("/_slipway/health")).body()).isEqualTo("{\"ready\":true}");
        assertThat(server.send(server.request("/_slipway/jobs/my-job")).body()).isEqualTo("my-job");
        assertThat(server.send(server.request("/_slipway/nothing")).statusCode())
                .isEqualTo(404);
    }

    @Test
    void pagesOfOtherSitesCanNotPost() throws Exception {
        HttpResponse<String> response = server.send(server.request("/_slipway/reset")
                .header("Sec-Fetch-Site", "cross-site")
                .POST(BodyPublishers.noBody()));
        assertThat(response.statusCode()).isEqualTo(403);
    }

    @Test
    void waitsForContinue() throws Exception {
        HttpResponse<String> response = server.send(server.request("/")
                .header("X-Amz-Target", "SageMaker.StopTrainingJob")
                .expectContinue(true)
                .POST(BodyPublishers.ofString("{\"TrainingJobName\": \"job\"}")));
        assertThat(response.statusCode()).isEqualTo(200);
    }

    @Test
    void requestsToEndpointsHaveAHandlerOfTheirOwn() throws Exception {
        try (HttpServer other = new HttpServer(
                new Listener(List.of("127.0.0.1"), 0),
                "000000000000",
                new Dispatcher(List.of()),
                new RecordedStorage(),
                Optional.of(new RecordedStorage(298)),
                () -> Document.EMPTY,
                List.of())) {
            String root = "http://127.0.0.1:" + other.port() + "/endpoints/";
            for (String path : List.of("e/invocations", "e/async-invocations", "e/invocations-response-stream")) {
                assertThat(post(root + path)).as(path).isEqualTo(298);
            }
            for (String path : List.of("e/f/invocations", "e/dreams/invocations")) {
                assertThat(post(root + path)).as(path).isEqualTo(299);
            }
        }
    }

    private int post(String uri) throws Exception {
        return server.send(server.request("/").uri(java.net.URI.create(uri)).POST(BodyPublishers.noBody()))
                .statusCode();
    }

    @Test
    void busyPortIsNamed() {
        Dispatcher dispatcher = new Dispatcher(List.of());
        Listener listener = new Listener(List.of("127.0.0.1"), server.port());
        Handler storage = new RecordedStorage();
        assertThatThrownBy(() -> new HttpServer(
                        listener,
                        "000000000000",
                        dispatcher,
                        storage,
                        Optional.empty(),
                        () -> Document.EMPTY,
                        List.of()))
                .isInstanceOf(CannotListenException.class)
                .hasMessage("port " + server.port() + " is in use");
    }

    @Test
    void listensOnSeveralAddressesAtOnePort() throws Exception {
        Listener listener = new Listener(List.of("127.0.0.1", "127.0.0.2"), 0);
        try (HttpServer other = new HttpServer(
                listener,
                "000000000000",
                new Dispatcher(List.of()),
                new RecordedStorage(),
                Optional.empty(),
                () -> Document.EMPTY.with("ready", false),
                List.of())) {
            for (String host : listener.hosts()) {
                java.net.URI uri = java.net.URI.create("http://" + host + ":" + other.port() + "/_slipway/health");
                assertThat(server.send(server.request("/").uri(uri)).statusCode())
                        .isEqualTo(503);
            }
        }
    }

    @Test
    void twoRowsOfOneOperationAreAMistake() {
        Operation row = Operation.sageMaker("ListModels", (context, request) -> Document.EMPTY);
        assertThatThrownBy(() -> new Dispatcher(List.of(row, row))).isInstanceOf(IllegalArgumentException.class);
    }
}
