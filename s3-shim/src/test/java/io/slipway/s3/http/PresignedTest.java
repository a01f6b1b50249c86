package io.slipway.s3.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Links and forms that somebody without credentials uses, under a clock that the test moves. */
final class PresignedTest {

    private static final String BUCKET = "bucket";

    private final HttpClient http = HttpClient.newHttpClient();
    private final S3Server server;
    private volatile Instant now = Instant.now();

    PresignedTest(@TempDir Path directory) {
        server = new S3Server(directory, () -> now);
    }

    @BeforeEach
    void createBucket() {
        try (S3Client s3 = server.client()) {
            s3.createBucket(request -> request.bucket(BUCKET));
            s3.putObject(request -> request.bucket(BUCKET).key("a b"), RequestBody.fromString("hello"));
        }
    }

    @AfterEach
    void close() {
        http.close();
        server.close();
    }

    @Test
    void linkReadsUntilItExpires() throws Exception {
        URI link = readLink();
        assertThat(send(HttpRequest.newBuilder(link).GET()).body()).isEqualTo("hello");
        now = now.plusSeconds(120);
        HttpResponse<String> late = send(HttpRequest.newBuilder(link).GET());
        assertThat(late.statusCode()).isEqualTo(403);
        assertThat(late.body()).contains("<Code>AccessDenied</Code>").contains("Request has expired");
    }

    private URI readLink() throws URISyntaxException {
        try (S3Presigner presigner = server.presigner()) {
            return presigner
                    .presignGetObject(presign -> presign.signatureDuration(Duration.ofMinutes(1))
                            .getObjectRequest(get -> get.bucket(BUCKET).key("a b")))
                    .url()
                    .toURI();
        }
    }

    @Test
    void linkWritesUntilItExpires() throws Exception {
        URI link;
        try (S3Presigner presigner = server.presigner()) {
            link = presigner
                    .presignPutObject(presign -> presign.signatureDuration(Duration.ofMinutes(1))
                            .putObjectRequest(put -> put.bucket(BUCKET).key("new")))
                    .url()
                    .toURI();
        }
        assertThat(send(HttpRequest.newBuilder(link).PUT(BodyPublishers.ofString("written")))
                        .statusCode())
                .isEqualTo(200);
        assertThat(read("new")).isEqualTo("written");
        now = now.plusSeconds(120);
        assertThat(send(HttpRequest.newBuilder(link).PUT(BodyPublishers.ofString("late")))
                        .statusCode())
                .isEqualTo(403);
        assertThat(read("new")).isEqualTo("written");
    }

    @Test
    void linkOfTheSecondSignatureVersionExpiresToo() throws Exception {
        URI link = server.uri()
                .resolve("/" + BUCKET + "/a%20b?AWSAccessKeyId=a&Signature=b%3D&Expires="
                        + now.plusSeconds(60).getEpochSecond());
        assertThat(send(HttpRequest.newBuilder(link).GET()).body()).isEqualTo("hello");
        now = now.plusSeconds(120);
        assertThat(send(HttpRequest.newBuilder(link).GET()).statusCode()).isEqualTo(403);
    }

    @Test
    void formUploadsWhatItsPolicyAllows() throws Exception {
        String policy = policy("[\"starts-with\",\"$key\",\"in/\"],[\"content-length-range\",1,20],"
                + "{\"success_action_status\":\"201\"},[\"eq\",\"$x-amz-meta-who\",\"me\"]");
        HttpResponse<String> created = post(field("key", "in/${filename}")
                + field("success_action_status", "201")
                + field("x-amz-meta-who", "me")
                + field("policy", policy)
                + file("C:\\docs\\f.txt", "line\r\n--not"));
        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(created.body()).contains("<Key>in/f.txt</Key>");
        assertThat(read("in/f.txt")).isEqualTo("line\r\n--not");
    }

    @Test
    void formOutsideItsPolicyIsRefused() throws Exception {
        String policy = policy("[\"starts-with\",\"$key\",\"in/\"],[\"content-length-range\",1,5]");
        assertRefused(403, "AccessDenied", field("key", "out/x") + field("policy", policy) + file("f", "x"));
        assertRefused(400, "EntityTooLarge", field("key", "in/x") + field("policy", policy) + file("f", "too long"));
        assertRefused(400, "EntityTooSmall", field("key", "in/x") + field("policy", policy) + file("f", ""));
        assertRefused(
                403,
                "AccessDenied",
                field("key", "in/x") + field("x-amz-meta-a", "b") + field("policy", policy) + file("f", "x"));
        assertRefused(400, "InvalidPolicyDocument", field("key", "x") + field("policy", "e30") + file("f", "x"));
        now = now.plusSeconds(7200);
        assertRefused(403, "AccessDenied", field("key", "in/x") + field("policy", policy) + file("f", "x"));
    }

    @Test
    void formWithoutAFileIsRefused() throws Exception {
        assertThat(post(field("key", "x") + "--b--\r\n").statusCode()).isEqualTo(400);
        assertThat(post("").statusCode()).isEqualTo(400);
    }

    private void assertRefused(int status, String code, String form) throws Exception {
        HttpResponse<String> response = post(form);
        assertThat(response.body()).contains("<Code>" + code + "</Code>");
        assertThat(response.statusCode()).isEqualTo(status);
    }

    private String policy(String conditions) {
        String json = "{\"expiration\":\"" + now.plusSeconds(3600) + "\",\"conditions\":[{\"bucket\":\"bucket\"},"
                + conditions + "]}";
        return Base64.getEncoder().encodeToString(json.getBytes(UTF_8));
    }

    private static String field(String name, String value) {
        return "--b\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    }

    private static String file(String name, String body) {
        return "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name
                + "\"\r\nContent-Type: text/plain\r\n\r\n" + body + "\r\n--b--\r\n";
    }

    private HttpResponse<String> post(String form) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(server.uri().resolve("/" + BUCKET))
                .header("Content-Type", "multipart/form-data; boundary=b")
                .POST(BodyPublishers.ofString(form)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private String read(String key) {
        try (S3Client s3 = server.client()) {
            return s3.getObjectAsBytes(request -> request.bucket(BUCKET).key(key))
                    .asUtf8String();
        }
    }
}
