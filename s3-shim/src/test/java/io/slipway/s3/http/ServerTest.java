package io.slipway.s3.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** One server for the tests of a class, a bucket for each test. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ServerTest {

    protected Path directory;
    protected S3Server server;
    protected S3Client s3;
    protected String bucket = "";

    @BeforeAll
    final void start(@TempDir Path temporary) {
        directory = temporary;
        server = new S3Server(directory, InstantSource.system());
        s3 = server.client();
    }

    @AfterAll
    final void stop() {
        s3.close();
        server.close();
    }

    @BeforeEach
    final void createBucket() {
        bucket = "bucket-" + UUID.randomUUID();
        s3.createBucket(request -> request.bucket(bucket));
    }

    protected final PutObjectResponse put(String key, String body) {
        return s3.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromString(body));
    }

    protected final String get(String key) {
        return getBytes(key).asUtf8String();
    }

    protected final ResponseBytes<GetObjectResponse> getBytes(String key) {
        return s3.getObjectAsBytes(request -> request.bucket(bucket).key(key));
    }

    protected static void assertRefused(int status, String code, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(S3Exception.class, refusal -> {
            assertThat(refusal.statusCode()).isEqualTo(status);
            assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo(code);
        });
    }
}
