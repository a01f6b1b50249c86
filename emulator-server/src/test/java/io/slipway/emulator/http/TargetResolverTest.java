package io.slipway.emulator.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.emulator.aws.Service;
import io.slipway.emulator.http.Target.FormCall;
import io.slipway.emulator.http.Target.JsonCall;
import io.slipway.emulator.http.Target.Nobody;
import io.slipway.emulator.http.Target.ObjectStorage;
import io.slipway.emulator.http.Target.OwnPage;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TargetResolverTest {

    private static final Map<String, String> UNSIGNED = Map.of();

    @ParameterizedTest
    @ValueSource(
            strings = {"s3", "s3.localhost:4566", "bucket.s3.localhost", "s3.eu-west-1.amazonaws.com", "b.s3.x:80"})
    void storageHostsAreStorage(String host) {
        assertThat(resolve("GET", "/_slipway/key", Map.of("Host", host))).isEqualTo(new ObjectStorage());
    }

    @Test
    void storageSignaturesAreStorage() {
        assertThat(resolve("POST", "/", signed("s3"))).isEqualTo(new ObjectStorage());
        assertThat(resolve("GET", "/b/k", Map.of("Authorization", "AWS key:signature")))
                .isEqualTo(new ObjectStorage());
        assertThat(resolve("GET", "/?AWSAccessKeyId=key&Expires=1", UNSIGNED)).isEqualTo(new ObjectStorage());
        assertThat(resolve("GET", "/b/k?X-Amz-Credential=AK%2F20260131%2Feu-west-1%2Fs3%2Faws4_request", UNSIGNED))
                .isEqualTo(new ObjectStorage());
    }

    @Test
    void unsignedPathsOfNobodyAreStorage() {
        assertThat(resolve("PUT", "/bucket/key", UNSIGNED)).isEqualTo(new ObjectStorage());
        assertThat(resolve("GET", "/", UNSIGNED)).isEqualTo(new ObjectStorage());
    }

    @ParameterizedTest
    @CsvSource({
        "SageMaker.CreateModel, SAGEMAKER, CreateModel",
        "Logs_20140328.GetLogEvents, LOGS, GetLogEvents",
        "GraniteServiceVersion20100801.PutMetricData, CLOUDWATCH, PutMetricData",
    })
    void targetHeaderNamesServiceAndOperation(String header, Service service, String operation) {
        JsonCall call = new JsonCall(service, operation);
        assertThat(resolve("POST", "/", Map.of("X-Amz-Target", header))).isEqualTo(call);
        assertThat(resolve("POST", "/", Map.of("X-Amz-Target", header, "Authorization", authorization("sagemaker"))))
                .isEqualTo(call);
    }

    @Test
    void formsGoToTheServiceThatTheySignFor() {
        assertThat(resolve("POST", "/", signed("sts"))).isEqualTo(new FormCall(Optional.of(Service.STS)));
        assertThat(resolve("POST", "/", signed("iam"))).isEqualTo(new FormCall(Optional.of(Service.IAM)));
        assertThat(resolve("POST", "/", Map.of("Content-Type", "application/x-www-form-urlencoded")))
                .isEqualTo(new FormCall(Optional.empty()));
        assertThat(resolve("GET", "/?Action=GetCallerIdentity", UNSIGNED)).isEqualTo(new FormCall(Optional.empty()));
    }

    @Test
    void othersAreToldThatTheyMeanNobody() {
        assertThat(resolve("POST", "/", signed("dynamodb"))).isEqualTo(new Nobody("Slipway has no service dynamodb."));
        assertThat(resolve("POST", "/", signed("sagemaker"))).isInstanceOf(Nobody.class);
        assertThat(resolve("POST", "/", UNSIGNED)).isInstanceOf(Nobody.class);
        assertThat(resolve("POST", "/", Map.of("X-Amz-Target", "nothing"))).isInstanceOf(Nobody.class);
    }

    @Test
    void peopleGetPages() {
        assertThat(resolve("GET", "/_slipway/health", UNSIGNED)).isEqualTo(new OwnPage());
        assertThat(resolve("GET", "/", Map.of("Accept", "text/html,*/*"))).isEqualTo(new OwnPage());
        assertThat(resolve("GET", "/_slipways", UNSIGNED)).isEqualTo(new ObjectStorage());
    }

    @Test
    void regionAndKeyAreThoseOfTheScope() {
        assertThat(CredentialScope.find(head("POST", "/", signed("sagemaker"))))
                .hasValue(new CredentialScope("AKID", "eu-west-1", "sagemaker"));
        assertThat(CredentialScope.find(head(
                        "POST",
                        "/",
                        Map.of(
                                "Authorization",
                                "AWS4-ECDSA-P256-SHA256 Credential=AKID/20260131/sts/aws4_request, x"))))
                .hasValue(new CredentialScope("AKID", "us-east-1", "sts"));
        assertThat(CredentialScope.find(head(
                        "POST", "/", Map.of("Authorization", "AWS4-HMAC-SHA256 Credential=AKID/1/../aws4_request"))))
                .isEmpty();
    }

    private static Map<String, String> signed(String service) {
        return Map.of("Authorization", authorization(service));
    }

    private static String authorization(String service) {
        return "AWS4-HMAC-SHA256 Credential=AKID/20260131/eu-west-1/" + service
                + "/aws4_request, SignedHeaders=host, Signature=00";
    }

    private static Target resolve(String method, String pathQuery, Map<String, String> headers) {
        return TargetResolver.resolve(head(method, pathQuery, headers));
    }

    private static RequestHead head(String method, String pathQuery, Map<String, String> headers) {
        String[] parts = pathQuery.split("\\?", 2);
        return new RequestHead(
                method, parts[0], parts.length == 2 ? parts[1] : "", name -> headers.getOrDefault(name, ""));
    }
}
