package io.slipway.s3.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.s3.InMemoryObjectStore;
import io.slipway.s3.ObjectStoreException;
import io.slipway.s3.S3Uri;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Random;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ArchiveExtractionTest {

    private static final S3Uri MODEL = S3Uri.parse("s3://bucket/model.tar.gz");

    @TempDir
    Path temporary;

    private final InMemoryObjectStore store = new InMemoryObjectStore();

    @Test
    void archiveBecomesItsFiles() throws IOException {
        extract(new TestTar()
                .directory("./")
                .file("./model.bin", "weights")
                .file("code/run.sh", "#!/bin/sh", 0755)
                .file("secret", "x", 0400)
                .directory("empty/")
                .file("deep/" + "long-name/".repeat(20) + "file", "deep"));
        assertThat(model("model.bin")).hasContent("weights");
        assertThat(model("deep/" + "long-name/".repeat(20) + "file")).hasContent("deep");
        assertThat(model("empty")).isEmptyDirectory();
        assertThat(permissions("code/run.sh")).isEqualTo("rwxr-xr-x");
        assertThat(permissions("model.bin")).isEqualTo("rw-r--r--");
        assertThat(permissions("secret")).isEqualTo("rw-------");
    }

    @Test
    void slashIsTheDirectoryThatWasPacked() {
        extract(new TestTar().directory("/").file("model.bin", "weights"));
        assertThat(model("model.bin")).hasContent("weights");
    }

    @Test
    void emptyArchiveBecomesAnEmptyDirectory() {
        extract(new TestTar());
        assertThat(model("")).isEmptyDirectory();
    }

    @Test
    void linksThatStayInsideAreKept() throws IOException {
        extract(new TestTar()
                .file("versions/1/model", "one")
                .symbolicLink("latest", "versions/1")
                .symbolicLink("versions/1/up", "../../latest/model")
                .symbolicLink("versions/here", ".")
                .hardLink("copy", "./versions/1/model"));
        assertThat(model("latest/model")).hasContent("one");
        assertThat(model("versions/1/up")).hasContent("one").isSymbolicLink();
        assertThat(model("copy")).hasContent("one").isRegularFile();
        assertThat(Files.isSymbolicLink(model("copy"))).isFalse();
    }

    @Test
    void laterEntryReplacesAnEarlierOne() {
        extract(new TestTar()
                .file("a", "first")
                .symbolicLink("b", "a")
                .file("a", "second")
                .file("b", "own"));
        assertThat(model("a")).hasContent("second");
        assertThat(model("b")).hasContent("own").isRegularFile();
    }

    @Test
    void namesThatLeadOutAreRefused() {
        assertRefused(new TestTar().file("../evil", "x"), "leads out");
        assertRefused(new TestTar().file("a/../../evil", "x"), "leads out");
        assertRefused(new TestTar().directory("../evil/"), "leads out");
        assertRefused(new TestTar().symbolicLink("../evil", "x"), "leads out");
        assertRefused(new TestTar().file("/tmp/evil", "x"), "absolute");
        assertThat(temporary.resolve("evil")).doesNotExist();
    }

    @Test
    void linksThatLeadOutAreRefused() {
        assertRefused(new TestTar().symbolicLink("l", "/etc/passwd"), "leaves the directory");
        assertRefused(new TestTar().symbolicLink("l", "../outside"), "leaves the directory");
        assertRefused(new TestTar().symbolicLink("a/l", "../../outside"), "leaves the directory");
        assertRefused(new TestTar().symbolicLink("l", ""), "leaves the directory");
        assertRefused(new TestTar().symbolicLink("x", ".").symbolicLink("l", "x/.."), "leaves the directory");
        assertRefused(new TestTar().hardLink("l", "../outside"), "leads out");
        assertRefused(new TestTar().hardLink("l", "/etc/passwd"), "absolute");
        assertRefused(new TestTar().hardLink("l", "missing"), "no earlier file");
        assertRefused(new TestTar().file("l", "x").hardLink("l", "l"), "no earlier file");
    }

    @Test
    void nothingIsWrittenThroughALink() {
        assertRefused(new TestTar().directory("d/").symbolicLink("l", "d").file("l/file", "x"), "both");
    }

    @Test
    void fileInPlaceOfADirectoryIsRefused() {
        assertRefused(new TestTar().directory("d/").file("d", "x"), "both a file and a directory");
        assertRefused(new TestTar().file("d", "x").file("d/file", "x"), "both");
    }

    @Test
    void devicesAreRefused() {
        assertRefused(new TestTar().special("null", TarConstants.LF_CHR), "not a file, directory or link");
        assertRefused(new TestTar().special("disk", TarConstants.LF_BLK), "not a file, directory or link");
        assertRefused(new TestTar().special("pipe", TarConstants.LF_FIFO), "not a file, directory or link");
    }

    @Test
    void whatIsNoArchiveIsRefused() {
        byte[] random = new byte[5000];
        new Random(1).nextBytes(random);
        assertCorrupt(new byte[0]);
        assertCorrupt("hello".getBytes(UTF_8));
        assertCorrupt(new TestTar().file("a", "x").bytes());
        assertCorrupt(TestTar.gzip(random));
        assertCorrupt(TestTar.gzip("hello".getBytes(UTF_8)));
    }

    @Test
    void damagedArchiveIsRefused() {
        byte[] noise = new byte[100_000];
        new Random(2).nextBytes(noise);
        byte[] whole = new TestTar().file("a", Arrays.toString(noise)).gzipped();
        assertCorrupt(Arrays.copyOf(whole, whole.length / 2));
        assertCorrupt(Arrays.copyOf(whole, whole.length - 8));
        byte[] flipped = whole.clone();
        flipped[whole.length - 5] ^= 1;
        assertCorrupt(flipped);
        assertCorrupt(TestTar.gzip(
                Arrays.copyOf(new TestTar().file("a", "x".repeat(2000)).bytes(), 1024)));
    }

    @Test
    void archiveLargerThanItsLimitIsRefused() {
        TestTar bomb = new TestTar().file("zeros", "\0".repeat(10_000_000));
        assertRefused(bomb, new ExtractionLimits(1_000_000, 10), "more than may be unpacked");
    }

    @Test
    void moreEntriesThanTheLimitAreRefused() {
        TestTar crowd = new TestTar().file("a", "").file("b", "").file("c", "");
        assertRefused(crowd, new ExtractionLimits(1_000_000, 2), "more than may be unpacked");
    }

    @Test
    void giantNameIsRefusedBeforeItFillsTheMemory() {
        TestTar bomb = new TestTar().longName("n".repeat(3_000_000)).file("a", "x");
        assertRefused(bomb, "more than may be unpacked");
    }

    @Test
    void bytesAfterTheEndCountToo() {
        byte[] tar = new TestTar().file("a", "x").bytes();
        store.put(MODEL.toString(), TestTar.gzip(Arrays.copyOf(tar, 5_000_000)));
        assertThatThrownBy(() -> extract(new ExtractionLimits(1_000_000, 10)))
                .isInstanceOf(TransferException.class)
                .hasMessageContaining("more than may be unpacked");
    }

    @Test
    void missingArchiveIsTheStoresFailure() {
        store.put("s3://bucket/other", "");
        assertThatThrownBy(() -> extract(new ExtractionLimits(1, 1)))
                .isInstanceOfSatisfying(
                        ObjectStoreException.class,
                        failure -> assertThat(failure.code()).isEqualTo("NoSuchKey"));
    }

    private void assertRefused(TestTar tar, String reason) {
        assertRefused(tar, new ExtractionLimits(100_000_000, 1000), reason);
    }

    private void assertRefused(TestTar tar, ExtractionLimits limits, String reason) {
        store.put(MODEL.toString(), tar.gzipped());
        assertThatThrownBy(() -> extract(limits))
                .isInstanceOf(TransferException.class)
                .hasMessageContaining(reason);
    }

    private void assertCorrupt(byte[] bytes) {
        store.put(MODEL.toString(), bytes);
        assertThatThrownBy(() -> extract(new ExtractionLimits(100_000_000, 1000)))
                .isInstanceOf(TransferException.class)
                .hasMessageContaining("s3://bucket/model.tar.gz is not a valid tar.gz: ")
                .hasMessageNotContaining("null");
    }

    private void extract(TestTar tar) {
        store.put(MODEL.toString(), tar.gzipped());
        extract(new ExtractionLimits(100_000_000, 1000));
    }

    private void extract(ExtractionLimits limits) {
        new ArchiveExtraction(store, limits).extract(MODEL, model(""));
    }

    private Path model(String name) {
        return temporary.resolve("model").resolve(name);
    }

    private String permissions(String name) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(model(name)));
    }
}
