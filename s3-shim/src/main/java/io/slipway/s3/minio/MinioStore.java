package io.slipway.s3.minio;

import io.minio.BucketExistsArgs;
import io.minio.GetObjectArgs;
import io.minio.Http;
import io.minio.ListObjectsV2Args;
import io.minio.MakeBucketArgs;
import io.minio.MinioAsyncClient;
import io.minio.ObjectWriteResponse;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.StatObjectArgs;
import io.minio.StatObjectResponse;
import io.minio.messages.Item;
import io.minio.messages.ListBucketResultV2;
import io.slipway.s3.ListRequest;
import io.slipway.s3.Listing;
import io.slipway.s3.ObjectInfo;
import io.slipway.s3.ObjectStore;
import io.slipway.s3.ObjectStoreException;
import io.slipway.s3.S3Uri;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;

/** Objects in a MinIO server, or another that speaks S3. Fetched files are copies. */
public final class MinioStore implements ObjectStore {

    /** What a put holds in memory; S3's limit of 10,000 parts makes an object of at most 160 GiB. */
    private static final long PART_SIZE = 16L << 20;

    /** XML cannot hold every character that a key may have. */
    private static final String KEY_ENCODING = "url";

    private static final int MOST_CALLS = 128;

    private final MinioAsyncClient client;

    /** @param endpoint {@code http://host:port} or {@code https://…}, without a path */
    public MinioStore(URI endpoint, String accessKey, String secretKey, String region) {
        client = MinioAsyncClient.builder()
                .endpoint(endpoint.toString())
                .credentials(accessKey, secretKey)
                .region(region)
                .httpClient(httpClient(), true)
                .build();
    }

    /** The client's default lets only five calls to one host run at a time. */
    private static OkHttpClient httpClient() {
        Dispatcher dispatcher = new Dispatcher();
        dispatcher.setMaxRequests(MOST_CALLS);
        dispatcher.setMaxRequestsPerHost(MOST_CALLS);
        return Http.newDefaultClient().newBuilder().dispatcher(dispatcher).build();
    }

    @Override
    public boolean bucketExists(String bucket) {
        return MinioCall.await(
                bucket,
                () -> client.bucketExists(
                        BucketExistsArgs.builder().bucket(bucket).build()));
    }

    @Override
    public void createBucket(String bucket) {
        try {
            MinioCall.await(
                    bucket,
                    () -> client.makeBucket(
                            MakeBucketArgs.builder().bucket(bucket).build()));
        } catch (ObjectStoreException e) {
            if (!e.code().equals("BucketAlreadyOwnedByYou")) {
                throw e;
            }
        }
    }

    @Override
    public Optional<ObjectInfo> find(S3Uri object) {
        try {
            StatObjectResponse found = MinioCall.await(
                    object.bucket(),
                    () -> client.statObject(StatObjectArgs.builder()
                            .bucket(object.bucket())
                            .object(object.key())
                            .build()));
            return Optional.of(new ObjectInfo(
                    object,
                    found.size(),
                    unquoted(found.etag()),
                    found.lastModified().toInstant()));
        } catch (ObjectStoreException e) {
            if (e.code().equals("NoSuchKey") || e.code().equals("NoSuchBucket")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public Listing list(ListRequest request) {
        ListBucketResultV2 page = MinioCall.await(
                        request.bucket(),
                        () -> client.listObjectsV2(ListObjectsV2Args.builder()
                                .bucket(request.bucket())
                                .prefix(request.prefix())
                                .startAfter(request.startAfter().orElse(null))
                                .maxKeys(request.maximumKeys())
                                .encodingType(KEY_ENCODING)
                                .build()))
                .result();
        List<ObjectInfo> objects = page.contents().stream()
                .map(item -> info(request.bucket(), item))
                .toList();
        return new Listing(objects, page.isTruncated());
    }

    @Override
    public InputStream open(S3Uri object) {
        return get(object, GetObjectArgs.builder());
    }

    @Override
    public InputStream open(S3Uri object, long offset, long length) {
        if (length == 0) {
            return nothingOf(object);
        }
        try {
            return get(object, GetObjectArgs.builder().offset(offset).length(length));
        } catch (ObjectStoreException e) {
            if (!e.code().equals("InvalidRange")) {
                throw e;
            }
            return nothingOf(object);
        }
    }

    @Override
    public void fetch(S3Uri object, Path file) {
        Path arriving = file.resolveSibling(".arriving-" + UUID.randomUUID());
        try (InputStream content = open(object)) {
            Files.copy(content, arriving);
            Files.move(arriving, file);
        } catch (IOException e) {
            throw MinioCall.failure(e);
        } finally {
            discard(arriving);
        }
    }

    @Override
    public ObjectInfo put(S3Uri object, InputStream body, String contentType) {
        CountedStream counted = new CountedStream(body);
        ObjectWriteResponse written = MinioCall.await(
                object.bucket(),
                () -> client.putObject(PutObjectArgs.builder().bucket(object.bucket()).object(object.key()).stream(
                                counted, -1L, PART_SIZE)
                        .contentType(contentType)
                        .build()));
        Instant stored = Objects.requireNonNullElse(written.headers().getInstant("Date"), Instant.EPOCH);
        return new ObjectInfo(object, counted.count(), unquoted(written.etag()), stored);
    }

    @Override
    public void delete(S3Uri object) {
        MinioCall.await(
                object.bucket(),
                () -> client.removeObject(RemoveObjectArgs.builder()
                        .bucket(object.bucket())
                        .object(object.key())
                        .build()));
    }

    @Override
    public void close() {
        client.close();
    }

    private InputStream get(S3Uri object, GetObjectArgs.Builder args) {
        return MinioCall.await(
                object.bucket(),
                () -> client.getObject(
                        args.bucket(object.bucket()).object(object.key()).build()));
    }

    private InputStream nothingOf(S3Uri object) {
        if (find(object).isEmpty()) {
            return open(object);
        }
        return InputStream.nullInputStream();
    }

    private static void discard(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw MinioCall.failure(e);
        }
    }

    private static ObjectInfo info(String bucket, Item item) {
        item.setEncodingType(KEY_ENCODING);
        return new ObjectInfo(
                new S3Uri(bucket, item.objectName()),
                item.size(),
                unquoted(item.etag()),
                item.lastModified().toInstant());
    }

    private static String unquoted(String etag) {
        return etag.replace("\"", "");
    }
}
