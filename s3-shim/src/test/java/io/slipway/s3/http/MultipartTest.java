package io.slipway.s3.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.ObjectAttributes;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.UploadPartCopyResponse;

final class MultipartTest extends ServerTest {

    private static final int PART = 5 << 20;

    private final byte[] bytes = new byte[PART + 1000];
    private String upload = "";

    @BeforeEach
    void create() {
        new Random(9).nextBytes(bytes);
        upload = s3.createMultipartUpload(request -> request.bucket(bucket)
                        .key("key")
                        .contentType("text/csv")
                        .checksumAlgorithm(ChecksumAlgorithm.CRC32))
                .uploadId();
    }

    @Test
    void partsInAnyOrderMakeTheObject() {
        CompletedPart second = part(2, Arrays.copyOfRange(bytes, PART, bytes.length));
        CompletedPart first = part(1, Arrays.copyOf(bytes, PART));
        CompleteMultipartUploadResponse completed = complete(first, second);
        assertThat(completed.eTag()).endsWith("-2\"");
        assertThat(completed.checksumCRC32()).endsWith("-2");
        ResponseBytes<GetObjectResponse> object = getBytes("key");
        assertThat(object.asByteArray()).isEqualTo(bytes);
        assertThat(object.response().contentType()).isEqualTo("text/csv");
        assertThat(complete(first, second).eTag()).isEqualTo(completed.eTag());
    }

    @Test
    void partNumberGivesThatPart() {
        complete(part(1, Arrays.copyOf(bytes, PART)), part(2, Arrays.copyOfRange(bytes, PART, bytes.length)));
        ResponseBytes<GetObjectResponse> second =
                s3.getObjectAsBytes(request -> request.bucket(bucket).key("key").partNumber(2));
        assertThat(second.asByteArray()).isEqualTo(Arrays.copyOfRange(bytes, PART, bytes.length));
        assertThat(second.response().partsCount()).isEqualTo(2);
        assertRefused(
                400,
                "InvalidPartNumber",
                () -> s3.getObjectAsBytes(
                        request -> request.bucket(bucket).key("key").partNumber(3)));
        var parts = s3.getObjectAttributes(
                        request -> request.bucket(bucket).key("key").objectAttributes(ObjectAttributes.OBJECT_PARTS))
                .objectParts();
        assertThat(parts.totalPartsCount()).isEqualTo(2);
        assertThat(parts.parts()).extracting(part -> part.size()).containsExactly((long) PART, 1000L);
    }

    @Test
    void badCompletionsAreRefusedAndTheUploadStays() {
        CompletedPart first = part(1, new byte[10]);
        CompletedPart second = part(2, new byte[20]);
        assertRefused(400, "EntityTooSmall", () -> complete(first, second));
        assertRefused(400, "InvalidPartOrder", () -> complete(second, first));
        assertRefused(400, "InvalidPartOrder", () -> complete(first, first));
        CompletedPart other =
                first.toBuilder().eTag("\"00000000000000000000000000000000\"").build();
        assertRefused(400, "InvalidPart", () -> complete(other));
        assertRefused(
                400,
                "InvalidPart",
                () -> complete(first.toBuilder().partNumber(3).build()));
        assertRefused(404, "NoSuchKey", () -> get("key"));
        assertThat(parts()).extracting(Part::partNumber).containsExactly(1, 2);
    }

    @Test
    void partUploadedAgainReplacesTheFirst() {
        part(1, new byte[10]);
        complete(part(1, "again".getBytes(StandardCharsets.UTF_8)));
        assertThat(get("key")).isEqualTo("again");
    }

    @Test
    void abortedUploadIsGone() {
        part(1, new byte[10]);
        assertThat(uploads()).extracting(MultipartUpload::uploadId).containsExactly(upload);
        s3.abortMultipartUpload(request -> request.bucket(bucket).key("key").uploadId(upload));
        assertThat(uploads()).isEmpty();
        assertRefused(404, "NoSuchUpload", () -> part(1, new byte[10]));
        assertRefused(404, "NoSuchUpload", this::parts);
    }

    @Test
    void partNumbersHaveLimits() {
        assertRefused(400, "InvalidArgument", () -> part(0, new byte[1]));
        assertRefused(400, "InvalidArgument", () -> part(10_001, new byte[1]));
    }

    @Test
    void partCanBeCopiedFromAnObject() {
        put("source", "0123456789");
        UploadPartCopyResponse copied = s3.uploadPartCopy(request -> request.sourceBucket(bucket)
                .sourceKey("source")
                .copySourceRange("bytes=2-5")
                .destinationBucket(bucket)
                .destinationKey("key")
                .uploadId(upload)
                .partNumber(1));
        complete(CompletedPart.builder()
                .partNumber(1)
                .eTag(copied.copyPartResult().eTag())
                .build());
        assertThat(get("key")).isEqualTo("2345");
        assertRefused(
                404,
                "NoSuchUpload",
                () -> s3.uploadPartCopy(request -> request.sourceBucket(bucket)
                        .sourceKey("source")
                        .destinationBucket(bucket)
                        .destinationKey("key")
                        .uploadId("none")
                        .partNumber(1)));
    }

    @Test
    void uploadsAndPartsAreListedInPages() {
        part(1, new byte[10]);
        part(2, new byte[10]);
        part(3, new byte[10]);
        assertThat(s3.listPartsPaginator(request -> request.bucket(bucket)
                                .key("key")
                                .uploadId(upload)
                                .maxParts(1))
                        .parts())
                .extracting(Part::partNumber)
                .containsExactly(1, 2, 3);
        for (String key : List.of("a/1", "a/2", "b", "key")) {
            s3.createMultipartUpload(request -> request.bucket(bucket).key(key));
        }
        assertThat(s3.listMultipartUploadsPaginator(
                                request -> request.bucket(bucket).maxUploads(1))
                        .uploads())
                .extracting(MultipartUpload::key)
                .containsExactly("a/1", "a/2", "b", "key", "key");
        var rolled = s3.listMultipartUploads(request -> request.bucket(bucket).delimiter("/"));
        assertThat(rolled.commonPrefixes())
                .extracting(prefix -> prefix.prefix())
                .containsExactly("a/");
        assertThat(rolled.uploads()).extracting(MultipartUpload::key).containsExactly("b", "key", "key");
    }

    @Test
    void bucketWithAnUploadCanBeDeleted() {
        s3.deleteBucket(request -> request.bucket(bucket));
        assertRefused(404, "NoSuchBucket", () -> part(1, new byte[1]));
    }

    private CompletedPart part(int number, byte[] body) {
        var response = s3.uploadPart(
                request -> request.bucket(bucket).key("key").uploadId(upload).partNumber(number),
                RequestBody.fromBytes(body));
        return CompletedPart.builder()
                .partNumber(number)
                .eTag(response.eTag())
                .checksumCRC32(response.checksumCRC32())
                .build();
    }

    private CompleteMultipartUploadResponse complete(CompletedPart... parts) {
        return s3.completeMultipartUpload(
                request -> request.bucket(bucket).key("key").uploadId(upload).multipartUpload(all -> all.parts(parts)));
    }

    private List<Part> parts() {
        return s3.listParts(request -> request.bucket(bucket).key("key").uploadId(upload))
                .parts();
    }

    private List<MultipartUpload> uploads() {
        return s3.listMultipartUploads(request -> request.bucket(bucket)).uploads();
    }
}
