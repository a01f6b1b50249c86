package io.slipway.emulator.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.slipway.emulator.aws.Service;
import io.slipway.emulator.dispatch.Operation;
import io.slipway.emulator.wire.ApiError;
import io.slipway.emulator.wire.ApiException;
import io.slipway.emulator.wire.Document;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Members in paths, headers and bodies, as the models of the REST-JSON services have them. */
final class RestJsonTest {

    private static final String SIGNATURE =
            "AWS4-HMAC-SHA256 Credential=AKID/20260131/eu-west-1/sagemaker/aws4_request, Signature=00";

    private static final BlockingQueue<Document> SEEN = new LinkedBlockingQueue<>();

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = new TestServer(List.of(
                new Operation(Service.SAGEMAKER_RUNTIME, "InvokeEndpoint", (context, request) -> {
                    if (request.getString("EndpointName").equals("broken")) {
                        throw new ApiException(
                                ApiError.NO_SUCH_ENTITY, "broken", Document.EMPTY.with("OriginalStatusCode", 500));
                    }
                    return Document.EMPTY
                            .with("Body", request.find("Body"))
                            .with("ContentType", request.find("ContentType"))
                            .with("CustomAttributes", context.region())
                            .with("InvokedProductionVariant", request.find("TargetVariant"));
                }),
                new Operation(
                        Service.SAGEMAKER_RUNTIME,
                        "InvokeEndpointAsync",
                        (context, request) -> Document.EMPTY
                                .with("InferenceId", String.valueOf(request.getLong("RequestTTLSeconds") + 1))
                                .with("OutputLocation", "s3://b/out")),
                new Operation(Service.SAGEMAKER_METRICS, "BatchPutMetrics", (context, request) -> {
                    SEEN.add(request);
                    return Document.EMPTY.with(
                            "Errors",
                            List.of(Document.EMPTY
                                    .with("Code", "CONFLICT_ERROR")
                                    .with("MetricIndex", 0)));
                })));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void bytesPassAsTheyAre() throws Exception {
        byte[] body = {0, 1, (byte) 0xFF, '\n'};
        HttpResponse<byte[]> response = server.sendForBytes(server.request("/endpoints/My-Endpoint/invocations")
                .header("Authorization", SIGNATURE)
                .header("Content-Type", "text/csv; charset=x")
                .header("X-Amzn-SageMaker-Target-Variant", "blue")
                .POST(BodyPublishers.ofByteArray(body)));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(body);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/csv; charset=x");
        assertThat(response.headers().firstValue("X-Amzn-SageMaker-Custom-Attributes"))
                .hasValue("eu-west-1");
        assertThat(response.headers().firstValue("x-Amzn-Invoked-Production-Variant"))
                .hasValue("blue");
    }

    @Test
    void unsignedCallsArePutToTheServiceToo() throws Exception {
        HttpResponse<String> response =
                server.send(server.request("/endpoints/e/invocations").POST(BodyPublishers.ofString("1,2")));
        assertThat(response.body()).isEqualTo("1,2");
        assertThat(server.send(server.request("/endpoints/e/other").POST(BodyPublishers.ofString("")))
                        .statusCode())
                .isEqualTo(299);
    }

    @Test
    void statusAndHeadersAreThoseOfTheModel() throws Exception {
        HttpResponse<String> response = server.send(server.request("/endpoints/e/async-invocations")
                .header("Authorization", SIGNATURE)
                .header("X-Amzn-SageMaker-InputLocation", "s3://b/in")
                .header("X-Amzn-SageMaker-RequestTTLSeconds", "60")
                .POST(BodyPublishers.noBody()));
        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.body()).isEqualTo("{\"InferenceId\":\"61\"}");
        assertThat(response.headers().firstValue("X-Amzn-SageMaker-OutputLocation"))
                .hasValue("s3://b/out");
    }

    @Test
    void bodiesOfJsonAreChecked() throws Exception {
        HttpResponse<String> response = put("{\"TrialComponentName\": \"a-aws-training-job\", \"MetricData\":"
                + " [{\"MetricName\": \"m\", \"Timestamp\": 1623637290, \"Value\": 0.5, \"Unknown\": 1}]}");
        assertThat(response.body()).isEqualTo("{\"Errors\":[{\"Code\":\"CONFLICT_ERROR\",\"MetricIndex\":0}]}");
        assertThat(SEEN.take().toJson())
                .isEqualTo("{\"TrialComponentName\":\"a-aws-training-job\",\"MetricData\":"
                        + "[{\"MetricName\":\"m\",\"Timestamp\":1623637290.000,\"Value\":0.5}]}");
        HttpResponse<String> refused = put("{\"TrialComponentName\": \"A\"}");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.headers().firstValue("x-amzn-ErrorType")).hasValue("ValidationException");
        assertThat(refused.body()).contains("2 validation errors detected");
        assertThat(put("[").headers().firstValue("x-amzn-ErrorType")).hasValue("SerializationException");
    }

    @Test
    void runtimeHasItsOwnNameForWhatTheModelForbids() throws Exception {
        HttpResponse<String> response =
                server.send(server.request("/endpoints/-/invocations").POST(BodyPublishers.ofString("x")));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("x-amzn-ErrorType")).hasValue("ValidationError");
        assertThat(response.body()).contains("'endpointName'");
    }

    @Test
    void errorsHaveTheMembersOfTheirShape() throws Exception {
        HttpResponse<String> response =
                server.send(server.request("/endpoints/broken/invocations").POST(BodyPublishers.ofString("x")));
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(Document.parse(response.body()).node().path("OriginalStatusCode"))
                .isEqualTo(JsonNodeFactory.instance.numberNode(500));
        assertThat(Document.parse(response.body()).getString("Message")).isEqualTo("broken");
    }

    @Test
    void pathsThatNoModelHasAreNamed() throws Exception {
        HttpResponse<String> response = server.send(server.request("/endpoints/e/dreams")
                .header("Authorization", SIGNATURE)
                .POST(BodyPublishers.ofString("x")));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("Slipway does not implement POST /endpoints/e/dreams.");
        HttpResponse<String> missing = server.send(server.request("/BatchGetMetrics")
                .header("Authorization", SIGNATURE)
                .POST(BodyPublishers.ofString("{}")));
        assertThat(missing.statusCode()).isEqualTo(501);
    }

    private static HttpResponse<String> put(String body) throws Exception {
        return server.send(server.request("/BatchPutMetrics")
                .header("Authorization", SIGNATURE)
                .PUT(BodyPublishers.ofString(body)));
    }
}
