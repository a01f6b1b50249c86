package io.slipway.s3.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.s3.InMemoryObjectStore;
import io.slipway.s3.ObjectStoreException;
import io.slipway.s3.S3Uri;
import io.slipway.s3.transfer.ChannelDownload.Downloaded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChannelDownloadTest {

    @TempDir
    Path temporary;

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final ChannelDownload downloads = new ChannelDownload(store);

    @Test
    void objectsBecomeFilesBelowTheChannel() throws Exception {
        put("in/a.csv", "in/sub/deep/b.csv", "in/empty/");
        store.put("s3://bucket/in/zero", "");
        Downloaded downloaded = download("in", Shard.WHOLE);
        assertThat(downloaded).isEqualTo(new Downloaded(3, 3, "in/a.csv".length() + "in/sub/deep/b.csv".length()));
        assertThat(files()).containsExactly("a.csv", "empty/", "sub/", "sub/deep/", "sub/deep/b.csv", "zero");
        assertThat(channel().resolve("sub/deep/b.csv")).hasContent("in/sub/deep/b.csv");
        assertThat(channel().resolve("zero")).isEmptyFile();
    }

    @Test
    void manifestHasThePrefixAndEveryObject() throws Exception {
        put("in/a", "in/b", "in/c");
        download("in/", new Shard(2, 2));
        assertThat(temporary.resolve("train-manifest"))
                .hasContent("in/\ns3://bucket/in/a\ns3://bucket/in/b\ns3://bucket/in/c\n");
        assertThat(Files.readString(temporary.resolve("train-manifest"))).endsWith("c\n");
    }

    @Test
    void objectsGoToHostsInTurnAndEveryHostHasAllDirectories() throws Exception {
        for (int i = 0; i < 20; i++) {
            put("state/algo-%d/file_%02d".formatted(i / 10 + 1, i));
        }
        Downloaded first = download("state", new Shard(1, 2));
        assertThat(first.files()).isEqualTo(10);
        assertThat(first.selected()).isEqualTo(20);
        assertThat(files())
                .contains("algo-1/", "algo-2/", "algo-1/file_00", "algo-1/file_08", "algo-2/file_10", "algo-2/file_18")
                .doesNotContain("algo-1/file_01", "algo-2/file_19")
                .hasSize(12);
    }

    @Test
    void shardsTogetherHaveEveryFileOnce() throws Exception {
        List<String> keys =
                IntStream.range(0, 10).mapToObj("in/%02d"::formatted).toList();
        put(keys.toArray(String[]::new));
        long files = 0;
        for (int host = 1; host <= 3; host++) {
            files += download("in", new Shard(host, 3)).files();
        }
        assertThat(files).isEqualTo(10);
        assertThat(files()).hasSize(10);
    }

    @Test
    void folderMarkersDoNotCountInTheTurn() throws Exception {
        put("in/", "in/a", "in/b");
        assertThat(download("in/", new Shard(1, 2)).files()).isEqualTo(1);
        assertThat(files()).containsExactly("a");
    }

    @Test
    void hostBeyondTheObjectsGetsAnEmptyDirectory() throws Exception {
        put("in/a");
        assertThat(download("in", new Shard(2, 2)).files()).isZero();
        assertThat(channel()).isEmptyDirectory();
    }

    @Test
    void nothingSelectedLeavesAnEmptyDirectory() throws Exception {
        put("other");
        assertThat(download("in", Shard.WHOLE)).isEqualTo(new Downloaded(0, 0, 0));
        assertThat(channel()).isEmptyDirectory();
        assertThat(temporary.resolve("train-manifest")).hasContent("in\n");
    }

    @Test
    void manyObjectsArriveWhole() throws Exception {
        put(IntStream.range(0, 3000)
                .mapToObj(i -> "in/%d/%04d".formatted(i % 7, i))
                .toArray(String[]::new));
        assertThat(download("in", Shard.WHOLE).files()).isEqualTo(3000);
        assertThat(files()).hasSize(3007);
        assertThat(channel().resolve("6/2666")).hasContent("in/6/2666");
    }

    @Test
    void nameThatClimbsOutIsRefused() throws IOException {
        assertRefused("in/../../evil", "leads out");
        assertRefused("in/a/../../../evil", "leads out");
        assertRefused("in/..", "leads out");
        assertRefused("in/../", "leads out");
        assertThat(temporary.resolve("evil")).doesNotExist();
        assertThat(temporary.getParent().resolve("evil")).doesNotExist();
    }

    @Test
    void absoluteNameIsRefused() {
        assertRefused("in//etc/passwd", "absolute");
    }

    @Test
    void impossibleNamesAreRefused() {
        assertRefused("in/nul\0byte", "cannot be a file's");
        assertRefused("in/" + "x".repeat(256), "too long");
        assertRefused("in/.", "not a file's");
    }

    @Test
    void fileAndFolderOfOneNameAreRefused() {
        put("in/a");
        assertRefused("in/a/b", "both a file's and a folder's");
    }

    @Test
    void fileAndFolderMarkerOfOneNameAreRefused() {
        put("in/a");
        assertRefused("in/a/", "both a file's and a folder's");
    }

    @Test
    void fileThatIsAlreadyThereIsRefused() throws Exception {
        put("in/a");
        download("in", Shard.WHOLE);
        assertThatThrownBy(() -> download("in", Shard.WHOLE))
                .isInstanceOf(TransferException.class)
                .hasMessageContaining("two objects or a folder for the file a");
    }

    @Test
    void twoObjectsOfOneNameAreRefused() {
        put("test/test_2/x", "test_2/x");
        assertThatThrownBy(() -> download("test", Shard.WHOLE))
                .isInstanceOf(TransferException.class)
                .hasMessageContaining("test_2/x");
    }

    @Test
    void linkInTheDirectoryIsNotFollowed() throws Exception {
        put("in/link/file");
        Path outside = Files.createDirectory(temporary.resolve("outside"));
        Files.createDirectory(channel());
        Files.createSymbolicLink(channel().resolve("link"), outside);
        assertThatThrownBy(() -> download("in", Shard.WHOLE)).isInstanceOf(TransferException.class);
        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void failureOfTheStoreIsPassedOn() {
        assertThatThrownBy(() -> download("in", Shard.WHOLE))
                .isInstanceOfSatisfying(
                        ObjectStoreException.class,
                        failure -> assertThat(failure.code()).isEqualTo("NoSuchBucket"));
    }

    @Test
    void hostOutsideTheClusterIsRefused() {
        assertThatThrownBy(() -> new Shard(3, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Shard(0, 2)).isInstanceOf(IllegalArgumentException.class);
    }

    private void assertRefused(String key, String reason) {
        put(key);
        assertThatThrownBy(() -> download("in", Shard.WHOLE))
                .as(key)
                .isInstanceOf(TransferException.class)
                .hasMessageContaining(reason);
        store.delete(S3Uri.parse("s3://bucket/" + key));
    }

    private Downloaded download(String prefix, Shard shard) throws InterruptedException {
        S3Source source = S3Source.of("S3Prefix", "s3://bucket/" + prefix);
        return downloads.download(source, shard, channel(), temporary.resolve("train-manifest"));
    }

    private Path channel() {
        return temporary.resolve("train");
    }

    private List<String> files() throws IOException {
        try (Stream<Path> walk = Files.walk(channel())) {
            return walk.filter(path -> !path.equals(channel()))
                    .map(path -> channel().relativize(path) + (Files.isDirectory(path) ? "/" : ""))
                    .sorted()
                    .toList();
        }
    }

    private void put(String... keys) {
        for (String key : keys) {
            store.put("s3://bucket/" + key, key);
        }
    }
}
