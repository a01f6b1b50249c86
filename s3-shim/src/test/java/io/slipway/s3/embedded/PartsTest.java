package io.slipway.s3.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.s3.S3Uri;
import io.slipway.s3.embedded.Upload.ChecksumType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Objects of several parts: streamed from where the parts lie, made one file when somebody needs a file. */
final class PartsTest {

    private static final String BUCKET = "bucket";
    private static final S3Uri OBJECT = new S3Uri(BUCKET, "key");
    private static final int PART = 5 << 20;

    private final byte[] bytes = new byte[2 * PART + 12_345];
    private final Path directory;
    private final EmbeddedStore store;

    PartsTest(@TempDir Path directory) {
        this.directory = directory;
        store = new EmbeddedStore(directory.resolve("store"), InstantSource.system());
        store.createBucket(BUCKET);
        new Random(5).nextBytes(bytes);
    }

    @BeforeEach
    void upload() throws IOException {
        upload(ChecksumAlgorithm.CRC32, ChecksumType.COMPOSITE);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void rangeReachesAcrossParts() throws IOException {
        int offset = PART - 100;
        try (InputStream stream = store.open(OBJECT, offset, PART + 200)) {
            assertThat(stream.readAllBytes()).isEqualTo(Arrays.copyOfRange(bytes, offset, offset + PART + 200));
        }
        try (InputStream stream = store.open(OBJECT, 2L * PART, Long.MAX_VALUE)) {
            assertThat(stream.readAllBytes()).isEqualTo(Arrays.copyOfRange(bytes, 2 * PART, bytes.length));
        }
    }

    @Test
    void firstFetchJoinsAndLaterOnesShare() throws IOException {
        assertThat(blobs()).hasSize(3);
        store.fetch(OBJECT, directory.resolve("one"));
        store.fetch(OBJECT, directory.resolve("two"));
        assertThat(Files.readAllBytes(directory.resolve("one"))).isEqualTo(bytes);
        assertThat(blobs()).hasSize(1);
        assertThat(inode(directory.resolve("one")))
                .isEqualTo(inode(directory.resolve("two")))
                .isEqualTo(inode(blobs().getFirst()));
        assertThat(read(OBJECT)).isEqualTo(bytes);
    }

    @Test
    void joinAndDeletionDisturbNoReader() throws IOException {
        try (InputStream stream = store.open(OBJECT)) {
            byte[] head = stream.readNBytes(1000);
            store.fetch(OBJECT, directory.resolve("file"));
            store.delete(OBJECT);
            assertThat(head).isEqualTo(Arrays.copyOf(bytes, 1000));
            assertThat(stream.readAllBytes()).isEqualTo(Arrays.copyOfRange(bytes, 1000, bytes.length));
        }
        assertThat(blobs()).isEmpty();
    }

    @Test
    void copyStandsOnItsOwn() throws IOException {
        Attributes none = new Attributes(Map.of(), Map.of(), Map.of());
        try (ObjectReader source = store.objects().open(BUCKET, "key", Optional.empty())) {
            store.objects().copy(source, BUCKET, "copy", none, Condition.NONE);
        }
        store.delete(OBJECT);
        S3Uri copy = new S3Uri(BUCKET, "copy");
        assertThat(read(copy)).isEqualTo(bytes);
        store.fetch(copy, directory.resolve("file"));
        assertThat(Files.readAllBytes(directory.resolve("file"))).isEqualTo(bytes);
        store.delete(copy);
        assertThat(blobs()).isEmpty();
    }

    @Test
    void checksumOfTheWholeIsToldFromThoseOfTheParts() throws IOException {
        for (ChecksumAlgorithm algorithm :
                List.of(ChecksumAlgorithm.CRC32, ChecksumAlgorithm.CRC32C, ChecksumAlgorithm.CRC64NVME)) {
            Version version = upload(algorithm, ChecksumType.FULL_OBJECT);
            assertThat(version.attributes().checksums())
                    .containsEntry(algorithm.header(), Base64.getEncoder().encodeToString(algorithm.of(bytes)))
                    .containsEntry(Attributes.CHECKSUM_TYPE, "FULL_OBJECT");
        }
    }

    @Test
    void fetchedFileCannotBeWrittenByAccident() throws IOException {
        store.fetch(OBJECT, directory.resolve("file"));
        assertThat(Files.getPosixFilePermissions(directory.resolve("file")))
                .noneMatch(permission -> permission.name().endsWith("_WRITE"));
    }

    private Version upload(ChecksumAlgorithm algorithm, ChecksumType type) throws IOException {
        Attributes none = new Attributes(Map.of(), Map.of(), Map.of());
        Upload upload = store.uploads().create(BUCKET, "key", none, Optional.of(algorithm), type);
        List<CompletedPart> parts = Stream.of(part(upload, 7), part(upload, 2), part(upload, 5))
                .map(part -> new CompletedPart(part.number(), part.etag(), Map.of()))
                .sorted((a, b) -> Integer.compare(a.number(), b.number()))
                .toList();
        return store.uploads().complete(BUCKET, "key", upload.id(), parts, (size, sums) -> {}, Condition.NONE);
    }

    private UploadPart part(Upload upload, int number) throws IOException {
        int offset = number == 2 ? 0 : number == 5 ? PART : 2 * PART;
        int length = Math.min(PART, bytes.length - offset);
        Set<ChecksumAlgorithm> algorithms = Set.of(upload.algorithm().orElseThrow());
        try (Draft draft = store.objects()
                .draft(new ByteArrayInputStream(bytes, offset, length), OptionalLong.of(length), algorithms)) {
            Map<String, String> checksums = Map.of(
                    upload.algorithm().orElseThrow().header(),
                    Base64.getEncoder()
                            .encodeToString(
                                    draft.checksums().values().iterator().next()));
            return store.uploads().put(upload, number, draft, checksums);
        }
    }

    private byte[] read(S3Uri object) throws IOException {
        try (InputStream stream = store.open(object)) {
            return stream.readAllBytes();
        }
    }

    private List<Path> blobs() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("store/blobs"))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static Object inode(Path file) throws IOException {
        return Files.getAttribute(file, "unix:ino");
    }
}
