package io.slipway.emulator.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.emulator.aws.Service;
import io.slipway.emulator.dispatch.Operation;
import io.slipway.emulator.http.HostileBodies.HostileBody;
import io.slipway.emulator.model.InvalidRequests;
import io.slipway.emulator.model.InvalidRequests.InvalidRequest;
import io.slipway.emulator.wire.Document;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the model forbids never reaches a handler, and is answered in the service's words. */
final class InvalidRequestsTest {

    private static final Map<String, Integer> HANDLED = new ConcurrentHashMap<>();

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = new TestServer(operations()
                .map(name -> Operation.sageMaker(name, (context, request) -> {
                    HANDLED.merge(name, 1, Integer::sum);
                    return Document.EMPTY;
                }))
                .toList());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static Stream<String> operations() {
        return Stream.of(
                "CreateTrainingJob",
                "DescribeTrainingJob",
                "ListTrainingJobs",
                "StopTrainingJob",
                "DeleteTrainingJob",
                "CreateHyperParameterTuningJob",
                "DescribeHyperParameterTuningJob",
                "ListHyperParameterTuningJobs",
                "StopHyperParameterTuningJob",
                "ListTrainingJobsForHyperParameterTuningJob",
                "CreateTransformJob",
                "DescribeTransformJob",
                "ListTransformJobs",
                "StopTransformJob",
                "CreateProcessingJob",
                "DescribeProcessingJob",
                "ListProcessingJobs",
                "StopProcessingJob",
                "DeleteProcessingJob",
                "CreateModelPackage",
                "DescribeModelPackage",
                "ListModelPackages",
                "UpdateModelPackage",
                "DeleteModelPackage",
                "BatchDescribeModelPackage",
                "CreateModelPackageGroup",
                "DescribeModelPackageGroup",
                "ListModelPackageGroups",
                "DeleteModelPackageGroup",
                "CreateModel",
                "DescribeModel",
                "ListModels",
                "DeleteModel",
                "AddTags",
                "ListTags",
                "DeleteTags");
    }

    static List<HostileBody> hostileBodies() {
        return HostileBodies.all();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void whatTheModelForbidsIsRefused(String operation) throws Exception {
        List<InvalidRequest> requests = InvalidRequests.of(Service.SAGEMAKER, operation);
        assertThat(requests).hasSizeGreaterThan(1);
        int handled = HANDLED.getOrDefault(operation, 0);
        for (InvalidRequest request : requests) {
            HttpResponse<String> response = server.call(operation, request.body());
            JsonNode error = Document.parse(response.body()).node();
            assertThat(response.statusCode())
                    .as(request.mistake())
                    .isEqualTo(request.error().httpStatus());
            assertThat(error.path("__type").asText())
                    .as(request.mistake())
                    .isEqualTo(request.error().code());
            assertThat(error.path("message").asText()).as(request.mistake()).contains(request.part());
        }
        assertThat(HANDLED.getOrDefault(operation, 0)).isEqualTo(handled);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void whatTheModelAsksForIsEnough(String operation) throws Exception {
        String body = InvalidRequests.valid(Service.SAGEMAKER, operation).toString();
        assertThat(server.call(operation, body).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @MethodSource("hostileBodies")
    void whatIsNoRequestIsRefused(HostileBody body) throws Exception {
        HttpResponse<String> response = server.send(server.request("/")
                .header("Content-Type", "application/x-amz-json-1.1")
                .header("X-Amz-Target", "SageMaker.ListTrainingJobs")
                .POST(BodyPublishers.ofByteArray(body.bytes())));
        assertThat(response.statusCode()).isEqualTo(body.error().httpStatus());
        assertThat(response.body()).contains("\"__type\":\"" + body.error().code() + "\"");
    }

    @Test
    void emptyBodyIsAnEmptyRequest() throws Exception {
        assertThat(server.call("ListTrainingJobs", "").statusCode()).isEqualTo(200);
        assertThat(server.call("DescribeTrainingJob", "").body()).contains("Value null at 'trainingJobName'");
    }
}
