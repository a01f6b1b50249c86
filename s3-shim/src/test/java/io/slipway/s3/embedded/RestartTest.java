package io.slipway.s3.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.s3.ObjectStoreException;
import io.slipway.s3.S3Uri;
import io.slipway.s3.embedded.Bucket.Versioning;
import io.slipway.s3.embedded.Deletion.Target;
import io.slipway.s3.embedded.Upload.ChecksumType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RestartTest {

    private static final String BUCKET = "bucket";
    private static final Attributes NONE = new Attributes(Map.of(), Map.of(), Map.of());

    private final Path directory;
    private EmbeddedStore store;

    RestartTest(@TempDir Path directory) {
        this.directory = directory;
        store = new EmbeddedStore(directory, InstantSource.system());
        store.createBucket(BUCKET);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void versionsMarkersTagsAndConfigurationsSurvive() throws IOException {
        store.buckets().setVersioning(BUCKET, Versioning.ENABLED);
        store.buckets().putConfiguration(BUCKET, "policy", "", "{}".getBytes(UTF_8));
        Version first = put("key", "first", NONE);
        Version second = put("key", "second", new Attributes(Map.of("a", "b & c=d"), Map.of(), Map.of("team", "é=")));
        store.objects().delete(BUCKET, new Target("key", Optional.empty(), Condition.NONE));
        restart();
        assertThat(store.buckets().get(BUCKET).versioning()).isEqualTo(Versioning.ENABLED);
        assertThat(store.buckets().findConfiguration(BUCKET, "policy", "")).hasValue("{}".getBytes(UTF_8));
        VersionPage page = store.listings().list(new VersionQuery(BUCKET, "", "", "", "", 10));
        assertThat(page.entries())
                .extracting(entry -> entry.version().id())
                .hasSize(3)
                .endsWith(second.id(), first.id());
        assertThat(page.entries().getFirst().version().deleteMarker()).isTrue();
        Version found = store.objects().get(BUCKET, "key", Optional.of(second.id()));
        assertThat(found).isEqualTo(second);
        assertThat(read("key", first.id())).isEqualTo("first");
    }

    @Test
    void uploadGoesOnAndCompletesTwiceAlike() throws IOException {
        Upload upload = store.uploads().create(BUCKET, "key", NONE, Optional.empty(), ChecksumType.COMPOSITE);
        UploadPart part = part(upload, 1, "bytes");
        restart();
        assertThat(store.uploads().list(BUCKET, "k")).containsExactly(upload);
        List<CompletedPart> parts = List.of(new CompletedPart(1, part.etag(), Map.of()));
        Version completed = complete(upload, parts);
        restart();
        assertThat(complete(upload, parts)).isEqualTo(completed);
        assertThat(store.uploads().list(BUCKET, "")).isEmpty();
        assertThat(read("key", "null")).isEqualTo("bytes");
    }

    @Test
    void blobsWithoutAnOwnerAreSwept() throws IOException {
        put("kept", "bytes", NONE);
        Upload upload = store.uploads().create(BUCKET, "upload", NONE, Optional.empty(), ChecksumType.COMPOSITE);
        part(upload, 1, "part");
        try (Draft published = draft("lost after the rename")) {
            published.take();
        }
        draft("lost before the rename");
        assertThat(files()).hasSize(4);
        restart();
        // Closing waits for the sweep.
        restart();
        assertThat(files()).hasSize(2);
        assertThat(read("kept", "null")).isEqualTo("bytes");
    }

    @Test
    void whatNothingRefersToLeavesTheDisk() throws IOException {
        put("key", "first", NONE);
        put("key", "second", NONE);
        assertThat(files()).hasSize(1);
        store.delete(new S3Uri(BUCKET, "key"));
        assertThat(files()).isEmpty();
        Upload upload = store.uploads().create(BUCKET, "key", NONE, Optional.empty(), ChecksumType.COMPOSITE);
        part(upload, 1, "part");
        part(upload, 1, "part again");
        assertThat(files()).hasSize(1);
        store.uploads().abort(upload);
        assertThat(files()).isEmpty();
    }

    @Test
    void secondStoreIsKeptOut() {
        assertThatThrownBy(() -> new EmbeddedStore(directory, InstantSource.system()))
                .isInstanceOf(ObjectStoreException.class)
                .hasMessageContaining("Another process");
    }

    private void restart() {
        store.close();
        store = new EmbeddedStore(directory, InstantSource.system());
    }

    private Version put(String key, String body, Attributes attributes) throws IOException {
        try (Draft draft = draft(body)) {
            return store.objects().put(BUCKET, key, draft, attributes, Condition.NONE);
        }
    }

    private Draft draft(String body) throws IOException {
        return store.objects().draft(new ByteArrayInputStream(body.getBytes(UTF_8)), OptionalLong.empty(), Set.of());
    }

    private UploadPart part(Upload upload, int number, String body) throws IOException {
        try (Draft draft = draft(body)) {
            return store.uploads().put(upload, number, draft, Map.of());
        }
    }

    private Version complete(Upload upload, List<CompletedPart> parts) {
        return store.uploads().complete(BUCKET, upload.key(), upload.id(), parts, (size, sums) -> {}, Condition.NONE);
    }

    private String read(String key, String id) throws IOException {
        try (ObjectReader reader = store.objects().open(BUCKET, key, Optional.of(id))) {
            return new String(reader.stream(0, Long.MAX_VALUE).readAllBytes(), UTF_8);
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("blobs"))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
