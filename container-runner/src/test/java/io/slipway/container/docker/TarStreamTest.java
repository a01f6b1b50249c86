package io.slipway.container.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.container.InitialFile;
import io.slipway.container.Mount;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarStreamTest {

    @TempDir
    private Path directory;

    @Test
    void directoryIsKeptWithModesLinksAndContents() throws IOException {
        byte[] large = new byte[300_001];
        new Random(1).nextBytes(large);
        Files.write(directory.resolve("large"), large);
        Files.createDirectories(directory.resolve("a/" + "long".repeat(40)));
        Path script = Files.writeString(directory.resolve("a/run.sh"), "#!/bin/sh");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-x---"));
        Files.createLink(directory.resolve("z-hard"), script);
        Files.createSymbolicLink(directory.resolve("soft"), Path.of("a/run.sh"));
        Files.writeString(directory.resolve("ünï"), "");

        Map<String, TarArchiveEntry> entries = new TreeMap<>();
        try (InputStream stream = new TarStream(new DirectoryEntries(directory, "", path -> true));
                var tar = new TarArchiveInputStream(stream, "UTF-8")) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                entries.put(entry.getName(), entry);
                if (entry.getName().equals("large")) {
                    assertThat(tar.readAllBytes()).isEqualTo(large);
                }
            }
        }

        assertThat(entries.keySet())
                .containsExactlyInAnyOrder(
                        "a/", "a/" + "long".repeat(40) + "/", "a/run.sh", "large", "soft", "z-hard", "ünï");
        assertThat(entries.get("a/run.sh").getMode() & 0777).isEqualTo(0750);
        assertThat(entries.get("z-hard").isLink()).isTrue();
        assertThat(entries.get("z-hard").getLinkName()).isEqualTo("a/run.sh");
        assertThat(entries.get("soft").getLinkName()).isEqualTo("a/run.sh");
        assertThat(entries.values())
                .allSatisfy(entry -> assertThat(entry.getLongUserId()).isZero());
    }

    @Test
    void initialFilesAndCopiedMountsFollowEachOther() throws IOException {
        Files.writeString(directory.resolve("x"), "data");
        List<InitialFile> files = List.of(
                new InitialFile.RegularFile("/opt/ml/input/config/h.json", "{}"),
                new InitialFile.EmptyDirectory("/opt/ml/model"));
        var mount = new Mount(directory, "/opt/ml/input/data", Mount.Mode.COPY_ON_WRITE);

        assertThat(names(new TarStream(new InitialEntries(files, List.of(mount)))))
                .containsExactly(
                        "opt/ml/input/config/h.json", "opt/ml/model/", "opt/ml/input/data/", "opt/ml/input/data/x");
    }

    @Test
    void namesOfTheEngineBecomeRelative() throws IOException {
        Files.writeString(directory.resolve("m"), "model");
        Files.createLink(directory.resolve("n"), directory.resolve("m"));
        var engines = new TarStream(new DirectoryEntries(directory, "./", path -> true));

        try (var tar = new TarArchiveInputStream(new TarStream(new BelowDirectory(engines)))) {
            assertThat(tar.getNextEntry().getName()).isEqualTo("m");
            assertThat(tar.readAllBytes()).asString().isEqualTo("model");
            TarArchiveEntry link = tar.getNextEntry();
            assertThat(link.getName()).isEqualTo("n");
            assertThat(link.getLinkName()).isEqualTo("m");
            assertThat(tar.getNextEntry()).isNull();
        }
    }

    private static List<String> names(InputStream stream) throws IOException {
        List<String> names = new ArrayList<>();
        try (var tar = new TarArchiveInputStream(stream)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                names.add(entry.getName());
            }
        }
        return names;
    }
}
