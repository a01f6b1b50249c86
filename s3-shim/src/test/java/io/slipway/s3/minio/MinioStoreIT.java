package io.slipway.s3.minio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.s3.ObjectStore;
import io.slipway.s3.ObjectStoreContract;
import io.slipway.s3.ObjectStoreException;
import io.slipway.s3.S3Uri;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.MinIOContainer;

@DisabledIfSystemProperty(named = "no-docker", matches = ".*")
final class MinioStoreIT extends ObjectStoreContract {

    private static MinIOContainer minio;
    private static MinioStore store;

    @TempDir
    Path temporary;

    @BeforeAll
    static void start() {
        minio = MinioImage.container();
        minio.start();
        store = new MinioStore(URI.create(minio.getS3URL()), minio.getUserName(), minio.getPassword(), "us-east-1");
    }

    @AfterAll
    static void stop() {
        if (store != null) {
            store.close();
        }
        if (minio != null) {
            minio.stop();
        }
    }

    @Override
    protected ObjectStore store() {
        return store;
    }

    /** MinIO keeps an object in a directory of its name and does not look for others in there. */
    @Override
    protected boolean listsFoldersNamedLikeObjects() {
        return false;
    }

    @Test
    void objectOfManyPartsComesBackWhole() throws IOException {
        S3Uri object = newObject();
        byte[] bytes = new byte[40 << 20];
        new Random(3).nextBytes(bytes);
        assertThat(store.put(object, new ByteArrayInputStream(bytes), "binary/octet-stream")
                        .size())
                .isEqualTo(bytes.length);
        store.fetch(object, temporary.resolve("fetched"));
        assertThat(Files.readAllBytes(temporary.resolve("fetched"))).isEqualTo(bytes);
        try (Stream<Path> files = Files.list(temporary)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void manyStreamsAreOpenAtOnce() throws IOException {
        S3Uri object = newObject();
        byte[] bytes = new byte[8 << 20];
        new Random(4).nextBytes(bytes);
        store.put(object, new ByteArrayInputStream(bytes), "binary/octet-stream");
        List<InputStream> streams = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            streams.add(store.open(object));
        }
        for (InputStream stream : streams) {
            try (stream) {
                assertThat(stream.readAllBytes()).isEqualTo(bytes);
            }
        }
    }

    @Test
    void rangeBehindTheEndIsEmpty() throws IOException {
        S3Uri object = newObject();
        store.put(object, new ByteArrayInputStream(new byte[10]), "binary/octet-stream");
        assertThat(store.open(object, 10, 5).readAllBytes()).isEmpty();
        assertThat(store.open(object, 3, 0).readAllBytes()).isEmpty();
    }

    @Test
    void wrongKeysAreRefusedWithS3sCode() {
        try (MinioStore stranger =
                new MinioStore(URI.create(minio.getS3URL()), "someone", "something-else", "us-east-1")) {
            assertThatThrownBy(() -> stranger.createBucket("bucket"))
                    .isInstanceOfSatisfying(
                            ObjectStoreException.class,
                            failure -> assertThat(failure.code()).isEqualTo("InvalidAccessKeyId"));
        }
    }

    private S3Uri newObject() {
        String bucket = "own-" + UUID.randomUUID();
        store.createBucket(bucket);
        return new S3Uri(bucket, "folder/object");
    }
}
