package io.slipway.s3.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.s3.InMemoryObjectStore;
import io.slipway.s3.ObjectStoreException;
import io.slipway.s3.S3Uri;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UploadTest {

    private static final S3Uri MODEL = S3Uri.parse("s3://bucket/job/output/model.tar.gz");
    private static final S3Uri TREE = S3Uri.parse("s3://bucket/job/output/data");

    @TempDir
    Path temporary;

    private final InMemoryObjectStore store = new InMemoryObjectStore();

    @BeforeEach
    void makeTheBucket() {
        store.createBucket("bucket");
    }

    @Test
    void archiveComesBackAsTheContainerLeftIt() throws IOException {
        String big = "0123456789".repeat(50_000);
        TarGzUpload.Uploaded uploaded = upload(new TestTar()
                .directory("./")
                .file("./model.bin", big)
                .file("./run.sh", "#!", 0755)
                .directory("./code/")
                .symbolicLink("./link", "model.bin")
                .file("./" + "long/".repeat(40) + "é", "x"));
        assertThat(uploaded.entries()).isEqualTo(5);
        assertThat(uploaded.object().uri()).isEqualTo(MODEL);
        assertThat(uploaded.object().size()).isEqualTo(store.bytes(MODEL.toString()).length);
        new ArchiveExtraction(store, new ExtractionLimits(10_000_000, 100)).extract(MODEL, temporary.resolve("m"));
        assertThat(temporary.resolve("m/model.bin")).hasContent(big);
        assertThat(temporary.resolve("m/link")).isSymbolicLink().hasContent(big);
        assertThat(temporary.resolve("m/run.sh")).isExecutable();
        assertThat(temporary.resolve("m/code")).isEmptyDirectory();
        assertThat(temporary.resolve("m/" + "long/".repeat(40) + "é")).hasContent("x");
        assertThat(Files.isExecutable(temporary.resolve("m/model.bin"))).isFalse();
    }

    @Test
    void hostsAreMergedIntoOneArchive() throws IOException {
        TarGzUpload.Uploaded uploaded =
                upload(new TestTar().file("a", "1"), new TestTar(), new TestTar().file("b", "2"));
        assertThat(uploaded.entries()).isEqualTo(2);
        assertThat(names(MODEL)).containsExactly("a", "b");
    }

    @Test
    void nothingLeftGivesAValidEmptyArchive() throws IOException {
        assertThat(upload(new TestTar().directory("./")).entries()).isZero();
        assertThat(names(MODEL)).isEmpty();
        store.delete(MODEL);
        assertThat(new TarGzUpload(store)
                        .upload(Collections.emptyIterator(), MODEL)
                        .entries())
                .isZero();
        assertThat(names(MODEL)).isEmpty();
    }

    @Test
    void emptyTreeCanBeLeftOut() throws IOException {
        TarGzUpload uploads = new TarGzUpload(store);
        assertThat(uploads.uploadUnlessEmpty(streams(new TestTar().directory("./"), new TestTar()), MODEL))
                .isEmpty();
        assertThat(store.find(MODEL)).isEmpty();
        assertThat(uploads.uploadUnlessEmpty(streams(new TestTar(), new TestTar().file("a", "1")), MODEL))
                .hasValueSatisfying(uploaded -> assertThat(uploaded.entries()).isEqualTo(1));
        assertThat(names(MODEL)).containsExactly("a");
    }

    @Test
    void brokenTarStoresNothing() {
        byte[] tar = new TestTar().file("a", "x".repeat(100_000)).bytes();
        InputStream broken = new ByteArrayInputStream(Arrays.copyOf(tar, 50_000));
        assertThatThrownBy(() -> new TarGzUpload(store).upload(List.of(broken).iterator(), MODEL))
                .isInstanceOf(ObjectStoreException.class);
        assertThat(store.find(MODEL)).isEmpty();
    }

    @Test
    void filesBecomeObjectsOfTheirOwn() {
        TreeUpload.Uploaded uploaded = tree(new TestTar()
                .directory("./")
                .file("./a", "one")
                .directory("./sub/")
                .file("./sub/b c", "three")
                .special("./pipe", TarConstants.LF_FIFO));
        assertThat(uploaded).isEqualTo(new TreeUpload.Uploaded(2, 8, List.of()));
        assertThat(store.bytes(TREE + "/a")).asString().isEqualTo("one");
        assertThat(store.bytes(TREE + "/sub/b c")).asString().isEqualTo("three");
        assertThat(store.find(TREE.resolve("pipe"))).isEmpty();
        assertThat(store.find(TREE.resolve("sub/"))).isEmpty();
    }

    @Test
    void linksToFilesBecomeCopiesAndOthersAreNamed() {
        TreeUpload.Uploaded uploaded = tree(new TestTar()
                .symbolicLink("first", "second")
                .symbolicLink("second", "sub/../sub/file")
                .file("sub/file", "content")
                .hardLink("hard", "sub/file")
                .symbolicLink("sub/up", "../hard")
                .symbolicLink("out", "../../../secret")
                .symbolicLink("absolute", "/etc/passwd")
                .symbolicLink("folder", "sub")
                .symbolicLink("loop", "loop"));
        assertThat(uploaded.files()).isEqualTo(5);
        assertThat(uploaded.skippedLinks()).containsExactlyInAnyOrder("out", "absolute", "folder", "loop");
        for (String name : List.of("first", "second", "hard", "sub/up")) {
            assertThat(store.bytes(TREE + "/" + name)).asString().isEqualTo("content");
        }
    }

    @Test
    void namesThatLeadOutOfTheTreeAreRefused() {
        for (String name : List.of("../evil", "a/../../evil", "/evil", "..")) {
            assertThatThrownBy(() -> tree(new TestTar().file(name, "x")))
                    .isInstanceOf(TransferException.class)
                    .hasMessageContaining("leads out");
        }
    }

    private TarGzUpload.Uploaded upload(TestTar... tars) {
        return new TarGzUpload(store).upload(streams(tars), MODEL);
    }

    private TreeUpload.Uploaded tree(TestTar tar) {
        return new TreeUpload(store).upload(new ByteArrayInputStream(tar.bytes()), TREE);
    }

    private static Iterator<InputStream> streams(TestTar... tars) {
        return Stream.of(tars)
                .<InputStream>map(tar -> new ByteArrayInputStream(tar.bytes()))
                .iterator();
    }

    private List<String> names(S3Uri archive) throws IOException {
        List<String> names = new ArrayList<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(
                new GZIPInputStream(new ByteArrayInputStream(store.bytes(archive.toString()))))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                names.add(entry.getName());
            }
        }
        return names;
    }
}
