package io.slipway.emulator.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.emulator.dispatch.Operation;
import io.slipway.emulator.http.TestServer;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.StsException;

final class IdentityTest {

    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
    private static final String ROLE = "arn:aws:iam::123456789012:role/service-role/trainer";

    private static TestServer server;
    private static StsClient sts;

    @BeforeAll
    static void start() {
        List<Operation> operations =
                new ArrayList<>(new StsOperations(InstantSource.fixed(NOW), new Random(1)).operations());
        operations.addAll(new IamOperations().operations());
        server = new TestServer(operations);
        sts = client(AwsBasicCredentials.create("key", "secret"));
    }

    @AfterAll
    static void stop() {
        sts.close();
        server.close();
    }

    @Test
    void everyoneIsAnAssumedRole() {
        var identity = sts.getCallerIdentity();
        assertThat(identity.arn()).isEqualTo("arn:aws:sts::123456789012:assumed-role/slipway/session");
        assertThat(identity.account()).isEqualTo(TestServer.ACCOUNT);
        assertThat(identity.userId()).matches("AROA[A-Z2-7]{17}:session");
    }

    @Test
    void assumedRoleIsWhoTheCallerIs() {
        var role = sts.assumeRole(request -> request.roleArn(ROLE).roleSessionName("me"));
        assertThat(role.assumedRoleUser().arn()).isEqualTo("arn:aws:sts::123456789012:assumed-role/trainer/me");
        assertThat(role.credentials().expiration()).isEqualTo(NOW.plusSeconds(3600));
        try (StsClient assumed = client(session(role.credentials()))) {
            assertThat(assumed.getCallerIdentity().arn())
                    .isEqualTo(role.assumedRoleUser().arn());
        }
    }

    @Test
    void sessionTokenKeepsTheCaller() {
        Credentials credentials =
                sts.getSessionToken(request -> request.durationSeconds(900)).credentials();
        assertThat(credentials.expiration()).isEqualTo(NOW.plusSeconds(900));
        try (StsClient session = client(session(credentials))) {
            assertThat(session.getCallerIdentity().arn()).endsWith("assumed-role/slipway/session");
        }
    }

    @Test
    void boundsAreChecked() {
        assertThatThrownBy(() -> sts.assumeRole(
                        request -> request.roleArn(ROLE).roleSessionName("m").durationSeconds(899)))
                .isInstanceOf(StsException.class)
                .hasMessageContaining("2 validation errors detected: ")
                .hasMessageContaining("Value '899' at 'durationSeconds' failed to satisfy constraint: "
                        + "Member must have value greater than or equal to 900")
                .hasMessageContaining("Value 'm' at 'roleSessionName' failed to satisfy constraint: "
                        + "Member must have length greater than or equal to 2")
                .extracting(thrown -> ((StsException) thrown).awsErrorDetails().errorCode())
                .isEqualTo("ValidationError");
    }

    @Test
    void roleIsWhateverIsAskedFor() throws Exception {
        HttpResponse<String> response = post("Action=GetRole&Version=2010-05-08&RoleName=my-role");
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/xml");
        assertThat(response.body())
                .startsWith(
                        "<GetRoleResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"><GetRoleResult><Role>")
                .contains("<Arn>arn:aws:iam::123456789012:role/my-role</Arn>")
                .contains("<CreateDate>2020-01-01T00:00:00Z</CreateDate>")
                .contains("<AssumeRolePolicyDocument>%7B%22Version%22")
                .contains("<ResponseMetadata><RequestId>");
    }

    @Test
    void everyActionIsAllowed() throws Exception {
        HttpResponse<String> response = post("Action=SimulatePrincipalPolicy&Version=2010-05-08&PolicySourceArn=" + ROLE
                + "&ActionNames.member.1=s3%3AGetObject&ActionNames.member.2=sagemaker%3ACreateModel");
        assertThat(response.body())
                .contains("<EvalActionName>s3:GetObject</EvalActionName><EvalResourceName>*</EvalResourceName>"
                        + "<EvalDecision>allowed</EvalDecision>")
                .contains("<EvalActionName>sagemaker:CreateModel</EvalActionName>");
    }

    @Test
    void unknownActionIsInvalid() throws Exception {
        HttpResponse<String> response = post("Action=GetSpaceship&Version=2011-06-15");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("<Type>Sender</Type><Code>InvalidAction</Code>");
    }

    @Test
    void queryStringWillDo() throws Exception {
        HttpResponse<String> response = server.send(
                server.request("/?Action=GetCallerIdentity&Version=2011-06-15").GET());
        assertThat(response.body()).contains("<Account>123456789012</Account>");
    }

    private static HttpResponse<String> post(String form) throws Exception {
        return server.send(server.request("/")
                .header("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
                .POST(BodyPublishers.ofString(form)));
    }

    private static AwsCredentials session(Credentials credentials) {
        return AwsSessionCredentials.create(
                credentials.accessKeyId(), credentials.secretAccessKey(), credentials.sessionToken());
    }

    private static StsClient client(AwsCredentials credentials) {
        URI endpoint = server.uri();
        return StsClient.builder()
                .endpointOverride(endpoint)
                .region(Region.EU_WEST_1)
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .build();
    }
}
