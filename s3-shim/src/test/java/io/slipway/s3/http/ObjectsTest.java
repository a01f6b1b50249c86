package io.slipway.s3.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.ObjectAttributes;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.StorageClass;
import software.amazon.awssdk.services.s3.model.TaggingDirective;

final class ObjectsTest extends ServerTest {

    @Test
    void objectComesBackWithItsHeaders() {
        s3.putObject(
                request -> request.bucket(bucket)
                        .key("a")
                        .contentType("text/csv")
                        .cacheControl("no-cache")
                        .contentDisposition("attachment")
                        .contentEncoding("gzip")
                        .contentLanguage("de")
                        .storageClass(StorageClass.STANDARD_IA)
                        .serverSideEncryption(ServerSideEncryption.AWS_KMS)
                        .ssekmsKeyId("key-1")
                        .metadata(Map.of("colour", "blue", "number", "7")),
                RequestBody.fromString("hello"));
        HeadObjectResponse head =
                s3.headObject(request -> request.bucket(bucket).key("a"));
        assertThat(head.contentLength()).isEqualTo(5);
        assertThat(head.eTag()).isEqualTo("\"5d41402abc4b2a76b9719d911017c592\"");
        assertThat(head.contentType()).isEqualTo("text/csv");
        assertThat(head.cacheControl()).isEqualTo("no-cache");
        assertThat(head.contentDisposition()).isEqualTo("attachment");
        assertThat(head.contentEncoding()).isEqualTo("gzip");
        assertThat(head.contentLanguage()).isEqualTo("de");
        assertThat(head.storageClass()).isEqualTo(StorageClass.STANDARD_IA);
        assertThat(head.serverSideEncryption()).isEqualTo(ServerSideEncryption.AWS_KMS);
        assertThat(head.ssekmsKeyId()).isEqualTo("key-1");
        assertThat(head.metadata()).isEqualTo(Map.of("colour", "blue", "number", "7"));
        assertThat(get("a")).isEqualTo("hello");
    }

    @ParameterizedTest
    @EnumSource(
            value = ChecksumAlgorithm.class,
            names = {"CRC32", "CRC32_C", "SHA1", "SHA256"})
    void checksumIsComputedCheckedAndReturned(ChecksumAlgorithm algorithm) {
        byte[] body = new byte[300_000];
        new Random(1).nextBytes(body);
        s3.putObject(
                request -> request.bucket(bucket).key("a").checksumAlgorithm(algorithm), RequestBody.fromBytes(body));
        GetObjectResponse response = s3.getObject(
                        request -> request.bucket(bucket).key("a").checksumMode(ChecksumMode.ENABLED),
                        ResponseTransformer.toBytes())
                .response();
        assertThat(Stream.of(
                                response.checksumCRC32(),
                                response.checksumCRC32C(),
                                response.checksumSHA1(),
                                response.checksumSHA256())
                        .filter(Objects::nonNull))
                .hasSize(1);
        assertThat(response.checksumTypeAsString()).isEqualTo("FULL_OBJECT");
    }

    @Test
    void wrongChecksumStoresNothing() {
        assertRefused(
                400,
                "BadDigest",
                () -> s3.putObject(
                        request -> request.bucket(bucket).key("a").checksumCRC32("AAAAAA=="),
                        RequestBody.fromString("hello")));
        assertRefused(
                400,
                "BadDigest",
                () -> s3.putObject(
                        request -> request.bucket(bucket).key("a").contentMD5("AAAAAAAAAAAAAAAAAAAAAA=="),
                        RequestBody.fromString("hello")));
        assertRefused(
                400,
                "InvalidDigest",
                () -> s3.putObject(
                        request -> request.bucket(bucket).key("a").contentMD5("short"),
                        RequestBody.fromString("hello")));
        assertRefused(404, "NoSuchKey", () -> get("a"));
    }

    @Test
    void rangesAreInclusiveAndCut() {
        put("a", "0123456789");
        assertThat(range("bytes=2-4")).isEqualTo("234 bytes 2-4/10");
        assertThat(range("bytes=7-")).isEqualTo("789 bytes 7-9/10");
        assertThat(range("bytes=7-100")).isEqualTo("789 bytes 7-9/10");
        assertThat(range("bytes=-3")).isEqualTo("789 bytes 7-9/10");
        assertThat(range("bytes=-30")).isEqualTo("0123456789 bytes 0-9/10");
        assertThat(range("bytes=4-2")).isEqualTo("0123456789 null");
        assertThat(range("bytes=0-1,4-5")).isEqualTo("0123456789 null");
        assertRefused(416, "InvalidRange", () -> range("bytes=10-"));
        assertRefused(416, "InvalidRange", () -> range("bytes=-0"));
    }

    private String range(String range) {
        var response =
                s3.getObjectAsBytes(request -> request.bucket(bucket).key("a").range(range));
        return response.asUtf8String() + " " + response.response().contentRange();
    }

    @Test
    void readsHoldToTheirConditions() {
        String etag = put("a", "hello").eTag();
        HeadObjectResponse head =
                s3.headObject(request -> request.bucket(bucket).key("a"));
        assertThat(s3.getObjectAsBytes(
                                request -> request.bucket(bucket).key("a").ifMatch(etag))
                        .asUtf8String())
                .isEqualTo("hello");
        assertRefused(
                412,
                "PreconditionFailed",
                () -> s3.getObjectAsBytes(
                        request -> request.bucket(bucket).key("a").ifMatch("\"other\"")));
        assertNotModified(() ->
                s3.getObjectAsBytes(request -> request.bucket(bucket).key("a").ifNoneMatch(etag)));
        assertNotModified(() ->
                s3.getObjectAsBytes(request -> request.bucket(bucket).key("a").ifModifiedSince(head.lastModified())));
        assertRefused(
                412,
                "PreconditionFailed",
                () -> s3.getObjectAsBytes(request -> request.bucket(bucket)
                        .key("a")
                        .ifUnmodifiedSince(head.lastModified().minusSeconds(10))));
    }

    private static void assertNotModified(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        refusal -> assertThat(refusal.statusCode()).isEqualTo(304));
    }

    @Test
    void conditionalPutHappensOnce() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        var won = new AtomicInteger();
        for (int i = 0; i < 8; i++) {
            String body = "writer " + i;
            threads.add(Thread.ofVirtual().start(() -> {
                try {
                    s3.putObject(
                            request -> request.bucket(bucket).key("lock").ifNoneMatch("*"),
                            RequestBody.fromString(body));
                    won.incrementAndGet();
                } catch (S3Exception e) {
                    assertThat(e.statusCode()).isEqualTo(412);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(won).hasValue(1);
    }

    @Test
    void putIfMatchReplacesOnlyWhatItNames() {
        String etag = put("a", "first").eTag();
        s3.putObject(request -> request.bucket(bucket).key("a").ifMatch(etag), RequestBody.fromString("second"));
        assertRefused(
                412,
                "PreconditionFailed",
                () -> s3.putObject(
                        request -> request.bucket(bucket).key("a").ifMatch(etag), RequestBody.fromString("third")));
        assertThat(get("a")).isEqualTo("second");
    }

    static List<String> oddKeys() {
        return List.of(
                "a b",
                "a+b",
                "a&b=c",
                "100%",
                "100%25",
                "quote\"s'",
                "semi;colon",
                "<tag>",
                "tab\there",
                "line\nbreak",
                "ünïcödé",
                "\uD83D\uDE00",
                "UPPER",
                "upper",
                "a//b",
                "./x",
                "x/../y",
                "/leading",
                "trailing/",
                "%2F",
                "a%2Fb",
                "question?mark",
                "hash#tag",
                "back\\slash",
                "*",
                "a:b@c",
                "[x]{y}|z^`~",
                "ＦＵＬＬ",
                "s".repeat(255) + "/" + "t".repeat(255),
                "k".repeat(1024));
    }

    @ParameterizedTest
    @MethodSource("oddKeys")
    void everyKeyIsItsOwn(String key) {
        put(key, "body of " + key);
        assertThat(get(key)).isEqualTo("body of " + key);
        assertThat(s3.listObjectsV2(request -> request.bucket(bucket)).contents())
                .singleElement()
                .satisfies(object -> assertThat(object.key()).isEqualTo(key));
        s3.copyObject(request -> request.sourceBucket(bucket)
                .sourceKey(key)
                .destinationBucket(bucket)
                .destinationKey("copy"));
        assertThat(get("copy")).isEqualTo("body of " + key);
        s3.deleteObject(request -> request.bucket(bucket).key(key));
        assertRefused(404, "NoSuchKey", () -> get(key));
    }

    @Test
    void keysThatFileSystemsMixUpStayApart() {
        List<String> keys = List.of("a", "a/", "a/b", "a//b", "A", "./a", "a/./b", "a/../a");
        keys.forEach(key -> put(key, key));
        keys.forEach(key -> assertThat(get(key)).isEqualTo(key));
    }

    @Test
    void keyLongerThan1024BytesIsRefused() {
        assertRefused(400, "KeyTooLongError", () -> put("k".repeat(1025), "x"));
    }

    @Test
    void copyKeepsOrReplacesWhatIsKnown() {
        s3.putObject(
                request -> request.bucket(bucket)
                        .key("a")
                        .contentType("text/csv")
                        .metadata(Map.of("colour", "blue"))
                        .tagging("team=red"),
                RequestBody.fromString("hello"));
        s3.copyObject(request -> request.sourceBucket(bucket)
                .sourceKey("a")
                .destinationBucket(bucket)
                .destinationKey("kept"));
        s3.copyObject(request -> request.sourceBucket(bucket)
                .sourceKey("a")
                .destinationBucket(bucket)
                .destinationKey("replaced")
                .metadataDirective(MetadataDirective.REPLACE)
                .contentType("text/plain")
                .metadata(Map.of("colour", "green"))
                .taggingDirective(TaggingDirective.REPLACE)
                .tagging("team=black"));
        s3.deleteObject(request -> request.bucket(bucket).key("a"));
        HeadObjectResponse kept =
                s3.headObject(request -> request.bucket(bucket).key("kept"));
        assertThat(kept.contentType()).isEqualTo("text/csv");
        assertThat(kept.metadata()).isEqualTo(Map.of("colour", "blue"));
        HeadObjectResponse replaced =
                s3.headObject(request -> request.bucket(bucket).key("replaced"));
        assertThat(replaced.contentType()).isEqualTo("text/plain");
        assertThat(replaced.metadata()).isEqualTo(Map.of("colour", "green"));
        assertThat(get("kept")).isEqualTo("hello");
        assertThat(s3.getObjectTagging(request -> request.bucket(bucket).key("kept"))
                        .tagSet())
                .singleElement()
                .satisfies(tag -> assertThat(tag.value()).isEqualTo("red"));
        assertThat(s3.getObjectTagging(request -> request.bucket(bucket).key("replaced"))
                        .tagSet())
                .singleElement()
                .satisfies(tag -> assertThat(tag.value()).isEqualTo("black"));
    }

    @Test
    void copyOntoItselfNeedsAChange() {
        put("a", "hello");
        assertRefused(
                400,
                "InvalidRequest",
                () -> s3.copyObject(request -> request.sourceBucket(bucket)
                        .sourceKey("a")
                        .destinationBucket(bucket)
                        .destinationKey("a")));
        s3.copyObject(request -> request.sourceBucket(bucket)
                .sourceKey("a")
                .destinationBucket(bucket)
                .destinationKey("a")
                .metadataDirective(MetadataDirective.REPLACE)
                .metadata(Map.of("new", "yes")));
        assertThat(getBytes("a").response().metadata()).isEqualTo(Map.of("new", "yes"));
        assertThat(get("a")).isEqualTo("hello");
    }

    @Test
    void attributesAreThoseAskedFor() {
        put("a", "hello");
        var attributes = s3.getObjectAttributes(request -> request.bucket(bucket)
                .key("a")
                .objectAttributes(ObjectAttributes.E_TAG, ObjectAttributes.OBJECT_SIZE, ObjectAttributes.CHECKSUM));
        assertThat(attributes.eTag()).isEqualTo("5d41402abc4b2a76b9719d911017c592");
        assertThat(attributes.objectSize()).isEqualTo(5);
        assertThat(attributes.checksum().checksumCRC32()).isEqualTo("NhCmhg==");
        assertThat(attributes.storageClass()).isNull();
    }

    @Test
    void largeBodyComesBackWhole() {
        byte[] body = new byte[20 << 20];
        new Random(3).nextBytes(body);
        s3.putObject(
                request -> request.bucket(bucket).key("large"),
                RequestBody.fromContentProvider(
                        () -> new ByteArrayInputStream(body), body.length, "application/octet-stream"));
        assertThat(getBytes("large").asByteArray()).isEqualTo(body);
    }

    @Test
    void missingThingsAreSaidToBeMissing() {
        assertRefused(404, "NoSuchKey", () -> get("missing"));
        assertRefused(
                404,
                "NoSuchBucket",
                () -> s3.getObjectAsBytes(
                        request -> request.bucket("missing-bucket-1").key("a")));
        assertRefused(
                404,
                "NoSuchBucket",
                () -> s3.putObject(
                        request -> request.bucket("missing-bucket-1").key("a"), RequestBody.fromString("x")));
        assertRefused(404, "NoSuchBucket", () -> s3.listObjectsV2(request -> request.bucket("missing-bucket-1")));
    }
}
