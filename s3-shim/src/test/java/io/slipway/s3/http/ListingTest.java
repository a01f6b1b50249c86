package io.slipway.s3.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.s3.S3Uri;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.ListObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Object;

final class ListingTest extends ServerTest {

    private static final List<String> KEYS =
            List.of("a", "a!b", "b/", "b/1", "b/2/x", "b/2/y", "c d/é", "c d/\uD83D\uDE00", "z+&<>\"%");

    @Test
    void tenThousandKeysComeInPages() {
        List<String> keys = IntStream.range(0, 10_000)
                .mapToObj(i -> "folder-%02d/key-%04d".formatted(i / 1000, i))
                .toList();
        for (String key : keys) {
            server.store().put(new S3Uri(bucket, key), new ByteArrayInputStream(new byte[0]), "text/plain");
        }
        assertThat(s3.listObjectsV2Paginator(request -> request.bucket(bucket)).contents())
                .extracting(S3Object::key)
                .containsExactlyElementsOf(keys);
        assertThat(s3.listObjectsV2Paginator(
                                request -> request.bucket(bucket).delimiter("/").maxKeys(3))
                        .commonPrefixes())
                .extracting(CommonPrefix::prefix)
                .containsExactlyElementsOf(IntStream.range(0, 10)
                        .mapToObj("folder-%02d/"::formatted)
                        .toList());
        List<ObjectIdentifier> thousand = keys.stream()
                .limit(1000)
                .map(key -> ObjectIdentifier.builder().key(key).build())
                .toList();
        assertThat(s3.deleteObjects(request -> request.bucket(bucket).delete(all -> all.objects(thousand)))
                        .deleted())
                .hasSize(1000);
        assertThat(s3.listObjectsV2(request -> request.bucket(bucket).maxKeys(1))
                        .contents())
                .extracting(S3Object::key)
                .containsExactly("folder-01/key-1000");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 1000})
    void pagesOfAnySizeGiveTheSame(int size) {
        KEYS.forEach(key -> put(key, key));
        assertThat(s3.listObjectsV2Paginator(request -> request.bucket(bucket).maxKeys(size))
                        .contents())
                .extracting(S3Object::key)
                .containsExactlyElementsOf(KEYS);
        List<String> second = new ArrayList<>();
        for (ListObjectsV2Response page : s3.listObjectsV2Paginator(
                request -> request.bucket(bucket).delimiter("/").maxKeys(size))) {
            assertThat(page.keyCount()).isLessThanOrEqualTo(size);
            page.contents().forEach(object -> second.add(object.key()));
            page.commonPrefixes().forEach(prefix -> second.add(prefix.prefix()));
        }
        assertThat(second).containsExactlyInAnyOrder("a", "a!b", "b/", "c d/", "z+&<>\"%");
        assertThat(firstVersion(size)).containsExactlyInAnyOrder("a", "a!b", "b/", "c d/", "z+&<>\"%");
    }

    private List<String> firstVersion(int size) {
        List<String> listed = new ArrayList<>();
        String marker = "";
        while (true) {
            String from = marker;
            ListObjectsResponse page = s3.listObjects(request ->
                    request.bucket(bucket).delimiter("/").marker(from).maxKeys(size));
            page.contents().forEach(object -> listed.add(object.key()));
            page.commonPrefixes().forEach(prefix -> listed.add(prefix.prefix()));
            if (!page.isTruncated()) {
                return listed;
            }
            marker = page.nextMarker();
        }
    }

    @Test
    void prefixDelimiterAndStartHoldTogether() {
        KEYS.forEach(key -> put(key, key));
        ListObjectsV2Response below =
                s3.listObjectsV2(request -> request.bucket(bucket).prefix("b/").delimiter("/"));
        assertThat(below.contents()).extracting(S3Object::key).containsExactly("b/", "b/1");
        assertThat(below.commonPrefixes()).extracting(CommonPrefix::prefix).containsExactly("b/2/");
        ListObjectsV2Response after = s3.listObjectsV2(
                request -> request.bucket(bucket).startAfter("b/1").prefix("b/"));
        assertThat(after.contents()).extracting(S3Object::key).containsExactly("b/2/x", "b/2/y");
        ListObjectsV2Response longDelimiter =
                s3.listObjectsV2(request -> request.bucket(bucket).delimiter("/2/"));
        assertThat(longDelimiter.commonPrefixes())
                .extracting(CommonPrefix::prefix)
                .containsExactly("b/2/");
    }

    @Test
    void noKeysAreWantedAndNoneCome() {
        put("a", "a");
        ListObjectsV2Response none =
                s3.listObjectsV2(request -> request.bucket(bucket).maxKeys(0));
        assertThat(none.contents()).isEmpty();
        assertThat(none.isTruncated()).isFalse();
    }

    @Test
    void moreThanAThousandAreCutToAThousand() {
        put("a", "a");
        assertThat(s3.listObjectsV2(request -> request.bucket(bucket).maxKeys(5000))
                        .maxKeys())
                .isEqualTo(1000);
    }

    @Test
    void deletionsOfMoreThanAThousandAreRefused() {
        List<ObjectIdentifier> tooMany = IntStream.range(0, 1001)
                .mapToObj(i -> ObjectIdentifier.builder().key("k" + i).build())
                .toList();
        assertRefused(
                400,
                "MalformedXML",
                () -> s3.deleteObjects(request -> request.bucket(bucket).delete(all -> all.objects(tooMany))));
    }

    @Test
    void oddKeysAreDeletedInBatches() {
        KEYS.forEach(key -> put(key, key));
        put("tab\tnewline\n", "x");
        List<ObjectIdentifier> all = s3.listObjectsV2(request -> request.bucket(bucket)).contents().stream()
                .map(object -> ObjectIdentifier.builder().key(object.key()).build())
                .toList();
        assertThat(s3.deleteObjects(request -> request.bucket(bucket)
                                .delete(some -> some.objects(all).quiet(true)))
                        .hasErrors())
                .isFalse();
        assertThat(s3.listObjectsV2(request -> request.bucket(bucket)).contents())
                .isEmpty();
    }
}
