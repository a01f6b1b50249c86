package io.slipway.s3.minio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.testcontainers.containers.MinIOContainer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** The AWS SDK, signing with MinIO's keys for another port, is understood by the MinIO behind it. */
@DisabledIfSystemProperty(named = "no-docker", matches = ".*")
final class ForwardingHandlerIT {

    private static final String BUCKET = "forwarded";

    private static MinIOContainer minio;
    private static ForwardingServer front;

    @BeforeAll
    static void start() throws Exception {
        minio = MinioImage.container();
        minio.start();
        front = new ForwardingServer(URI.create(minio.getS3URL()));
        try (S3Client s3 = client(minio.getPassword())) {
            s3.createBucket(request -> request.bucket(BUCKET));
        }
    }

    @AfterAll
    static void stop() throws Exception {
        if (front != null) {
            front.close();
        }
        if (minio != null) {
            minio.stop();
        }
    }

    @Test
    void objectsOfAnyNameGoThroughAndComeBack() {
        try (S3Client s3 = client(minio.getPassword())) {
            List<String> keys = List.of("plain", "a b+c&d=e%f", "deep/é/\uD83D\uDE00", "q?x#y", "~'()*!");
            for (String key : keys) {
                s3.putObject(
                        request -> request.bucket(BUCKET).key("names/" + key).contentType("text/plain"),
                        RequestBody.fromString(key));
                assertThat(s3.getObjectAsBytes(request -> request.bucket(BUCKET).key("names/" + key))
                                .asString(UTF_8))
                        .isEqualTo(key);
                assertThat(s3.headObject(request -> request.bucket(BUCKET).key("names/" + key))
                                .contentLength())
                        .isEqualTo(key.getBytes(UTF_8).length);
            }
            assertThat(s3.listObjectsV2(request -> request.bucket(BUCKET).prefix("names/"))
                            .contents())
                    .extracting(S3Object::key)
                    .containsExactlyInAnyOrderElementsOf(
                            keys.stream().map("names/"::concat).toList());
        }
    }

    @Test
    void largeObjectGoesThroughWhole() {
        byte[] bytes = new byte[20 << 20];
        new Random(5).nextBytes(bytes);
        try (S3Client s3 = client(minio.getPassword())) {
            s3.putObject(request -> request.bucket(BUCKET).key("large"), RequestBody.fromBytes(bytes));
            assertThat(s3.getObjectAsBytes(request -> request.bucket(BUCKET).key("large"))
                            .asByteArrayUnsafe())
                    .isEqualTo(bytes);
            assertThat(s3.getObjectAsBytes(request ->
                                    request.bucket(BUCKET).key("large").range("bytes=5-8"))
                            .asByteArrayUnsafe())
                    .containsExactly(bytes[5], bytes[6], bytes[7], bytes[8]);
        }
    }

    @Test
    void refusalsAreMiniosOwn() {
        try (S3Client s3 = client(minio.getPassword());
                S3Client stranger = client("not the key")) {
            assertThatThrownBy(
                            () -> s3.getObject(request -> request.bucket(BUCKET).key("missing")))
                    .isInstanceOf(NoSuchKeyException.class);
            assertThatThrownBy(() ->
                            stranger.getObject(request -> request.bucket(BUCKET).key("missing")))
                    .isInstanceOfSatisfying(
                            S3Exception.class,
                            refusal -> assertThat(refusal.awsErrorDetails().errorCode())
                                    .isEqualTo("SignatureDoesNotMatch"));
        }
    }

    @Test
    void presignedUrlOfTheFrontIsHonoured() throws Exception {
        try (S3Client s3 = client(minio.getPassword());
                S3Presigner presigner = presigner();
                HttpClient http = HttpClient.newHttpClient()) {
            s3.putObject(request -> request.bucket(BUCKET).key("signed"), RequestBody.fromString("content"));
            URI url = presigner
                    .presignGetObject(presign -> presign.signatureDuration(Duration.ofMinutes(5))
                            .getObjectRequest(get -> get.bucket(BUCKET).key("signed")))
                    .url()
                    .toURI();
            assertThat(url.getPort()).isEqualTo(front.port());
            assertThat(http.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString())
                            .body())
                    .isEqualTo("content");
        }
    }

    private static S3Client client(String secretKey) {
        return S3Client.builder()
                .endpointOverride(URI.create("http://127.0.0.1:" + front.port()))
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(credentials(secretKey))
                .build();
    }

    private static S3Presigner presigner() {
        return S3Presigner.builder()
                .endpointOverride(URI.create("http://127.0.0.1:" + front.port()))
                .region(Region.US_EAST_1)
                .serviceConfiguration(
                        S3Configuration.builder().pathStyleAccessEnabled(true).build())
                .credentialsProvider(credentials(minio.getPassword()))
                .build();
    }

    private static StaticCredentialsProvider credentials(String secretKey) {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(minio.getUserName(), secretKey));
    }
}
