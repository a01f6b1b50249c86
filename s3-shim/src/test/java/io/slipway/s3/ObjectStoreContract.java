package io.slipway.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link ObjectStore} promises. A store's own test extends this and says how to reach a store. */
public abstract class ObjectStoreContract {

    private static final String TYPE = "text/plain";

    private final String bucket = "contract-" + UUID.randomUUID();

    @TempDir
    Path files;

    /** The store under test, the same one for all calls within one test; the subclass closes it. */
    protected abstract ObjectStore store();

    /** Whether {@code a/b} is listed although there is an {@code a}, as S3 does. */
    protected boolean listsFoldersNamedLikeObjects() {
        return true;
    }

    @BeforeEach
    final void createTheBucket() {
        store().createBucket(bucket);
    }

    @Test
    void bucketIsThereOnceCreated() {
        assertThat(store().bucketExists(bucket)).isTrue();
        assertThat(store().bucketExists("contract-" + UUID.randomUUID())).isFalse();
    }

    @Test
    void creatingABucketAgainKeepsItsObjects() {
        put("kept", "bytes");
        store().createBucket(bucket);
        assertThat(read("kept")).isEqualTo("bytes");
    }

    @Test
    void badBucketNameIsRefused() {
        assertFails("InvalidBucketName", () -> store().createBucket("No_Bucket"));
    }

    @Test
    void objectComesBackAsItWasPut() {
        Instant before = Instant.now().minusSeconds(60);
        ObjectInfo put = put("folder/object.txt", "hello");
        assertThat(put.uri()).isEqualTo(uri("folder/object.txt"));
        assertThat(put.size()).isEqualTo(5);
        assertThat(put.etag()).isEqualTo("5d41402abc4b2a76b9719d911017c592");
        assertThat(put.lastModified()).isAfter(before);
        assertThat(read("folder/object.txt")).isEqualTo("hello");
        ObjectInfo found = store().find(uri("folder/object.txt")).orElseThrow();
        assertThat(found.uri()).isEqualTo(put.uri());
        assertThat(found.size()).isEqualTo(5);
        assertThat(found.etag()).isEqualTo(put.etag());
        assertThat(found.lastModified()).isAfter(before);
    }

    @Test
    void emptyObjectIsAnObject() {
        put("empty", "");
        assertThat(store().find(uri("empty")).orElseThrow().size()).isZero();
        assertThat(read("empty")).isEmpty();
    }

    @Test
    void largeObjectOfUnknownLengthComesBackWhole() throws IOException {
        byte[] bytes = new byte[12 << 20];
        new Random(7).nextBytes(bytes);
        store().put(uri("large"), new ByteArrayInputStream(bytes), TYPE);
        assertThat(store().find(uri("large")).orElseThrow().size()).isEqualTo(bytes.length);
        try (InputStream stream = store().open(uri("large"))) {
            assertThat(stream.readAllBytes()).isEqualTo(bytes);
        }
    }

    @Test
    void lastPutWins() {
        put("object", "first");
        put("object", "second");
        assertThat(read("object")).isEqualTo("second");
    }

    @Test
    void brokenStreamChangesNothing() {
        put("object", "first");
        InputStream broken = new SequenceInputStream(stream("sec"), new BrokenStream());
        assertThatThrownBy(() -> store().put(uri("object"), broken, TYPE)).isInstanceOf(ObjectStoreException.class);
        assertThat(read("object")).isEqualTo("first");
        InputStream fresh = new SequenceInputStream(stream("sec"), new BrokenStream());
        assertThatThrownBy(() -> store().put(uri("never"), fresh, TYPE)).isInstanceOf(ObjectStoreException.class);
        assertThat(keys("")).containsExactly("object");
    }

    @Test
    void rangeGivesItsPartAndMayReachBeyondTheEnd() throws IOException {
        put("object", "0123456789");
        try (InputStream middle = store().open(uri("object"), 2, 3);
                InputStream tail = store().open(uri("object"), 7, 100)) {
            assertThat(new String(middle.readAllBytes(), UTF_8)).isEqualTo("234");
            assertThat(new String(tail.readAllBytes(), UTF_8)).isEqualTo("789");
        }
    }

    @Test
    void openStreamGoesOnWithItsVersion() throws IOException {
        byte[] first = new byte[1 << 20];
        new Random(8).nextBytes(first);
        store().put(uri("object"), new ByteArrayInputStream(first), TYPE);
        try (InputStream stream = store().open(uri("object"))) {
            byte[] head = stream.readNBytes(10);
            put("object", "second");
            store().delete(uri("object"));
            assertThat(head).isEqualTo(Arrays.copyOf(first, 10));
            assertThat(stream.readAllBytes()).isEqualTo(Arrays.copyOfRange(first, 10, first.length));
        }
    }

    @Test
    void whatIsNotThereIsSaidToBeMissing() {
        assertThat(store().find(uri("missing"))).isEmpty();
        assertFails("NoSuchKey", () -> store().open(uri("missing")));
        assertFails("NoSuchKey", () -> store().open(uri("missing"), 0, 1));
        assertFails("NoSuchKey", () -> store().fetch(uri("missing"), files.resolve("missing")));
        assertThat(files.resolve("missing")).doesNotExist();
    }

    @Test
    void missingBucketIsSaidToBeMissing() {
        S3Uri nowhere = new S3Uri("contract-" + UUID.randomUUID(), "key");
        assertFails("NoSuchBucket", () -> store().open(nowhere));
        assertFails("NoSuchBucket", () -> store().put(nowhere, stream("x"), TYPE));
        assertFails("NoSuchBucket", () -> store().list(new ListRequest(nowhere.bucket(), "", Optional.empty(), 10)));
    }

    @Test
    void fetchedFileHoldsTheObjectAndSurvivesIt() throws IOException {
        put("object", "first");
        Path file = files.resolve("fetched");
        store().fetch(uri("object"), file);
        put("object", "second");
        store().delete(uri("object"));
        assertThat(file).hasContent("first");
        Files.delete(file);
    }

    @Test
    void removingAFetchedFileKeepsTheObject() throws IOException {
        put("object", "first");
        Path file = files.resolve("fetched");
        store().fetch(uri("object"), file);
        Files.delete(file);
        assertThat(read("object")).isEqualTo("first");
    }

    @Test
    void deletedObjectIsGoneAndDeletingAgainDoesNothing() {
        put("object", "bytes");
        store().delete(uri("object"));
        store().delete(uri("object"));
        assertThat(store().find(uri("object"))).isEmpty();
        assertThat(keys("")).isEmpty();
    }

    @Test
    void listingIsInByteOrderOfUtf8() {
        List<String> keys = List.of("A", "Z", "a b", "a+b", "a/b", "aa", "b", "é", "\uFF5E", "\uD83D\uDE00");
        keys.reversed().forEach(key -> put(key, "x"));
        assertThat(keys("")).containsExactlyElementsOf(keys);
        keys.forEach(key -> assertThat(read(key)).isEqualTo("x"));
    }

    @Test
    void listingHoldsToItsPrefix() {
        List.of("a/", "a/b", "a/c/d", "ab", "b").forEach(key -> put(key, "x"));
        assertThat(keys("a/")).containsExactly("a/", "a/b", "a/c/d");
        assertThat(keys("nothing")).isEmpty();
    }

    @Test
    void objectMayBeNamedLikeAFolder() {
        assumeTrue(listsFoldersNamedLikeObjects(), "this store does not list what is below an object");
        List.of("a", "a/", "a/b", "ab").forEach(key -> put(key, "x"));
        assertThat(keys("a")).containsExactly("a", "a/", "a/b", "ab");
        assertThat(keys("a/")).containsExactly("a/", "a/b");
    }

    @Test
    void listingGivesSizeAndEtag() {
        put("object", "hello");
        ObjectInfo info = store().list(new ListRequest(bucket, "", Optional.empty(), 10))
                .objects()
                .getFirst();
        assertThat(info.uri()).isEqualTo(uri("object"));
        assertThat(info.size()).isEqualTo(5);
        assertThat(info.etag()).isEqualTo("5d41402abc4b2a76b9719d911017c592");
    }

    @Test
    void pagesTogetherGiveEveryKeyOnce() {
        List<String> keys =
                IntStream.range(0, 25).mapToObj("key-%02d"::formatted).toList();
        keys.forEach(key -> put(key, "x"));
        List<String> listed = new ArrayList<>();
        Optional<String> startAfter = Optional.empty();
        boolean truncated = true;
        while (truncated) {
            Listing page = store().list(new ListRequest(bucket, "key-", startAfter, 10));
            page.objects().forEach(object -> listed.add(object.uri().key()));
            startAfter = Optional.of(listed.getLast());
            truncated = page.truncated();
        }
        assertThat(listed).isEqualTo(keys);
    }

    @Test
    void fullLastPageIsNotTruncated() {
        List.of("a", "b").forEach(key -> put(key, "x"));
        assertThat(store().list(new ListRequest(bucket, "", Optional.empty(), 2))
                        .truncated())
                .isFalse();
    }

    private S3Uri uri(String key) {
        return new S3Uri(bucket, key);
    }

    private ObjectInfo put(String key, String body) {
        return store().put(uri(key), stream(body), TYPE);
    }

    private String read(String key) {
        try (InputStream stream = store().open(uri(key))) {
            return new String(stream.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> keys(String prefix) {
        return store().list(new ListRequest(bucket, prefix, Optional.empty(), 1000)).objects().stream()
                .map(object -> object.uri().key())
                .toList();
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }

    private static void assertFails(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ObjectStoreException.class,
                        failure -> assertThat(failure.code()).isEqualTo(code));
    }

    private static final class BrokenStream extends InputStream {

        @Override
        public int read() throws IOException {
            throw new IOException("the sender is gone");
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return read();
        }
    }
}
