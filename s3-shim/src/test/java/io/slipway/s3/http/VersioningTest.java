package io.slipway.s3.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.Tag;

final class VersioningTest extends ServerTest {

    @Test
    void everyPutIsKeptUnderItsId() {
        put("key", "before");
        enable();
        String first = put("key", "first").versionId();
        String second = put("key", "second").versionId();
        assertThat(get("key")).isEqualTo("second");
        assertThat(get("key", first)).isEqualTo("first");
        assertThat(get("key", "null")).isEqualTo("before");
        assertThat(versions()).containsExactly(second, first, "null");
        assertRefused(404, "NoSuchVersion", () -> get("key", "0123456789"));
    }

    @Test
    void deleteMarkerHidesAndItsRemovalShows() {
        enable();
        String first = put("key", "first").versionId();
        DeleteObjectResponse deleted =
                s3.deleteObject(request -> request.bucket(bucket).key("key"));
        assertThat(deleted.deleteMarker()).isTrue();
        assertRefused(404, "NoSuchKey", () -> get("key"));
        assertRefused(405, "MethodNotAllowed", () -> get("key", deleted.versionId()));
        assertThat(s3.listObjectsV2(request -> request.bucket(bucket)).contents())
                .isEmpty();
        ListObjectVersionsResponse listed = s3.listObjectVersions(request -> request.bucket(bucket));
        assertThat(listed.deleteMarkers())
                .singleElement()
                .satisfies(marker -> assertThat(marker.isLatest()).isTrue());
        assertThat(listed.versions())
                .singleElement()
                .satisfies(version -> assertThat(version.isLatest()).isFalse());
        DeleteObjectResponse undeleted =
                s3.deleteObject(request -> request.bucket(bucket).key("key").versionId(deleted.versionId()));
        assertThat(undeleted.deleteMarker()).isTrue();
        assertThat(get("key")).isEqualTo("first");
        s3.deleteObject(request -> request.bucket(bucket).key("key").versionId(first));
        assertRefused(404, "NoSuchKey", () -> get("key"));
    }

    @Test
    void removingTheNewestBringsTheOneBeforeBack() {
        enable();
        put("key", "first");
        String second = put("key", "second").versionId();
        s3.deleteObject(request -> request.bucket(bucket).key("key").versionId(second));
        assertThat(get("key")).isEqualTo("first");
    }

    @Test
    void suspendedBucketKeepsOneUnversionedObjectBesideTheOthers() {
        enable();
        String first = put("key", "first").versionId();
        status(BucketVersioningStatus.SUSPENDED);
        put("key", "second");
        put("key", "third");
        assertThat(versions()).containsExactly("null", first);
        assertThat(get("key")).isEqualTo("third");
        s3.deleteObject(request -> request.bucket(bucket).key("key"));
        assertThat(versions()).containsExactly(first);
        assertThat(get("key", first)).isEqualTo("first");
    }

    @Test
    void versionsComeInPages() {
        enable();
        List<String> put = new ArrayList<>();
        for (String key : List.of("a", "b", "b", "b", "c/1", "c/2")) {
            put.add(key + " " + put(key, "body").versionId());
        }
        List<String> listed = new ArrayList<>();
        s3.listObjectVersionsPaginator(request -> request.bucket(bucket).maxKeys(1))
                .versions()
                .forEach(version -> listed.add(version.key() + " " + version.versionId()));
        assertThat(listed).containsExactly(put.get(0), put.get(3), put.get(2), put.get(1), put.get(4), put.get(5));
        ListObjectVersionsResponse rolled =
                s3.listObjectVersions(request -> request.bucket(bucket).delimiter("/"));
        assertThat(rolled.commonPrefixes()).hasSize(1);
        assertThat(rolled.versions()).hasSize(4);
    }

    @Test
    void tagsBelongToAVersion() {
        enable();
        String first = put("key", "first").versionId();
        put("key", "second");
        s3.putObjectTagging(request -> request.bucket(bucket)
                .key("key")
                .versionId(first)
                .tagging(tags -> tags.tagSet(Tag.builder().key("a").value("1").build())));
        assertThat(s3.getObjectTagging(
                                request -> request.bucket(bucket).key("key").versionId(first))
                        .tagSet())
                .hasSize(1);
        assertThat(s3.getObjectTagging(request -> request.bucket(bucket).key("key"))
                        .tagSet())
                .isEmpty();
    }

    @Test
    void copyCanTakeAnOldVersion() {
        enable();
        String first = put("key", "first").versionId();
        put("key", "second");
        s3.copyObject(request -> request.sourceBucket(bucket)
                .sourceKey("key")
                .sourceVersionId(first)
                .destinationBucket(bucket)
                .destinationKey("key"));
        assertThat(get("key")).isEqualTo("first");
    }

    @Test
    void bucketWithADeleteMarkerIsNotEmpty() {
        enable();
        s3.deleteObject(request -> request.bucket(bucket).key("key"));
        assertRefused(409, "BucketNotEmpty", () -> s3.deleteBucket(request -> request.bucket(bucket)));
    }

    private void enable() {
        status(BucketVersioningStatus.ENABLED);
        assertThat(s3.getBucketVersioning(request -> request.bucket(bucket)).status())
                .isEqualTo(BucketVersioningStatus.ENABLED);
    }

    private void status(BucketVersioningStatus status) {
        s3.putBucketVersioning(request ->
                request.bucket(bucket).versioningConfiguration(configuration -> configuration.status(status)));
    }

    private String get(String key, String version) {
        return s3.getObjectAsBytes(request -> request.bucket(bucket).key(key).versionId(version))
                .asUtf8String();
    }

    private List<String> versions() {
        return s3.listObjectVersions(request -> request.bucket(bucket)).versions().stream()
                .map(ObjectVersion::versionId)
                .toList();
    }
}
