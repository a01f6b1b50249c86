package io.slipway.container.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.container.ContainerExit;
import io.slipway.container.ContainerSpec;
import io.slipway.container.InitialFile;
import io.slipway.container.Mount;
import io.slipway.container.RunningContainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

@DisabledIfSystemProperty(named = "no-docker", matches = ".*")
class DockerMountsIT {

    private static final String CHANGE =
            "cat /opt/ml/input/data/train/a.csv && echo more >> /opt/ml/input/data/train/a.csv"
                    + " && rm /opt/ml/input/data/b.csv && echo new > /opt/ml/input/data/c.csv && ls /opt/ml/input/data";

    @TempDir
    private Path directory;

    private Path source;
    private Path scratch;
    private DockerFixture docker;

    @BeforeEach
    void open() throws IOException {
        source = Files.createDirectories(directory.resolve("job: 1, data"));
        Files.createDirectory(source.resolve("train"));
        Files.writeString(source.resolve("train/a.csv"), "1,2\n");
        Files.writeString(source.resolve("b.csv"), "3,4\n");
        scratch = directory.resolve("scratch");
        docker = DockerFixture.open(scratch);
    }

    @AfterEach
    void close() {
        docker.close();
    }

    @Test
    void whatAContainerWritesOverItsInputLeavesTheSourceAsItIs() throws Exception {
        DockerFixture.Run run = docker.run(mounted(CHANGE, Mount.Mode.COPY_ON_WRITE));

        assertThat(run.lines()).containsExactly("1,2", "c.csv", "train");
        assertThat(run.exit()).isEqualTo(new ContainerExit.Exited(0));
        assertSourceIsAsItWas();
        assertThat(scratch).isEmptyDirectory();
    }

    @Test
    void whereFilesCannotBeSharedTheyAreCopied() throws Exception {
        Path unfit = directory.resolve("unfit,for:overlay");
        try (DockerFixture copying = DockerFixture.open(unfit)) {
            DockerFixture.Run run = copying.run(mounted(CHANGE, Mount.Mode.COPY_ON_WRITE));

            assertThat(run.lines()).containsExactly("1,2", "c.csv", "train");
            assertThat(run.exit()).isEqualTo(new ContainerExit.Exited(0));
        }
        assertSourceIsAsItWas();
        assertThat(unfit).doesNotExist();
    }

    @Test
    void readOnlyMountCannotBeWritten() throws Exception {
        DockerFixture.Run run = docker.run(mounted(
                "cat /opt/ml/input/data/b.csv; echo x > /opt/ml/input/data/b.csv || echo refused",
                Mount.Mode.READ_ONLY));

        assertThat(run.lines()).contains("3,4", "refused");
        assertSourceIsAsItWas();
    }

    @Test
    void whatIsWrittenToAReadWriteMountStays() throws Exception {
        DockerFixture.Run run = docker.run(mounted("echo 5,6 > /opt/ml/input/data/c.csv", Mount.Mode.READ_WRITE));

        assertThat(run.exit()).isEqualTo(new ContainerExit.Exited(0));
        assertThat(source.resolve("c.csv")).hasContent("5,6");
    }

    @Test
    void initialFilesLieWhereTheyAreSaidToLie() throws Exception {
        List<InitialFile> files = List.of(
                new InitialFile.RegularFile("/opt/ml/input/config/resourceconfig.json", "in a shared directory"),
                new InitialFile.RegularFile("/opt/ml/input/data/extra.txt", "in a mount"),
                new InitialFile.RegularFile("/srv/deep/down.txt", "in the image"),
                new InitialFile.EmptyDirectory("/opt/ml/input/config"),
                new InitialFile.EmptyDirectory("/opt/ml/input/data"),
                new InitialFile.EmptyDirectory("/opt/ml/output"),
                new InitialFile.EmptyDirectory("/opt/ml/output/data"));
        ContainerSpec spec = DockerFixture.with(
                docker.shell("cd /; for f in opt/ml/input/config/resourceconfig.json opt/ml/input/data/extra.txt"
                        + " srv/deep/down.txt; do cat $f; echo; done; stat -c %A opt/ml/output opt/ml/output/data"),
                files,
                List.of(new Mount(source, "/opt/ml/input/data", Mount.Mode.COPY_ON_WRITE)));

        DockerFixture.Run run = docker.run(spec);

        assertThat(run.lines())
                .containsExactly("in a shared directory", "in a mount", "in the image", "drwxrwxrwx", "drwxrwxrwx");
        assertSourceIsAsItWas();
    }

    @Test
    void linksAndModesComeOutAsTheyWereWritten() throws Exception {
        String script = "cd /opt/ml/model && echo m > m && chmod 750 m && ln m hard && ln -s m soft && mkdir d";
        for (List<InitialFile> files : List.of(
                List.<InitialFile>of(new InitialFile.EmptyDirectory("/opt/ml/model")), List.<InitialFile>of())) {
            ContainerSpec spec =
                    DockerFixture.with(docker.shell("mkdir -p /opt/ml/model && " + script), files, List.of());
            try (RunningContainer container = docker.engine.start(spec)) {
                container.await(DockerFixture.LONG, DockerFixture.GRACE);

                assertThat(listing(container)).containsExactly("d/", "hard -rwxr-x---", "m = hard", "soft -> m");
            }
        }
    }

    private static List<String> listing(RunningContainer container) throws IOException {
        Stream.Builder<String> listing = Stream.builder();
        try (var tar =
                new TarArchiveInputStream(container.copyOut("/opt/ml/model").orElseThrow())) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                String name = entry.getName();
                if (entry.isLink()) {
                    listing.add(name + " = " + entry.getLinkName());
                } else if (entry.isSymbolicLink()) {
                    listing.add(name + " -> " + entry.getLinkName());
                } else {
                    listing.add(
                            entry.isDirectory()
                                    ? name
                                    : name + ((entry.getMode() & 0777) == 0750 ? " -rwxr-x---" : ""));
                }
            }
        }
        return listing.build().toList();
    }

    @Test
    void linkOutOfASharedDirectoryIsReadInTheContainer() throws Exception {
        Path secret = Files.writeString(directory.resolve("secret"), "of this machine");
        ContainerSpec spec = DockerFixture.with(
                docker.shell("ln -s " + secret + " /opt/ml/output/failure; ln -s /etc/hostname /opt/ml/output/name"),
                List.of(new InitialFile.EmptyDirectory("/opt/ml/output")),
                List.of());

        try (RunningContainer container = docker.engine.start(spec)) {
            container.await(DockerFixture.LONG, DockerFixture.GRACE);

            assertThat(container.readFile("/opt/ml/output/failure", 100)).isEmpty();
            assertThat(container.readFile("/opt/ml/output/name", 100)).isPresent();
        }
    }

    @Test
    void filesOfRootAreDeletedByTheEngine() throws Exception {
        Path left = Files.createDirectories(scratch.resolve("left"));
        Files.writeString(Files.createDirectories(left.resolve("upper/sub")).resolve("f"), "x");

        try (DockerConnection connection = DockerConnection.open()) {
            new RootCleaner(connection, docker.labels).delete(left, DockerFixture.IMAGE);
        }

        assertThat(left).doesNotExist();
    }

    @Test
    void scratchOfACrashedRunIsClearedWithItsLeftovers() {
        RunningContainer lost = docker.engine.start(mounted("sleep 600", Mount.Mode.COPY_ON_WRITE));
        assertThat(scratch).isNotEmptyDirectory();

        docker.engine.removeLeftovers(Map.of("slipway.job", "another"));
        assertThat(scratch).isNotEmptyDirectory();
        docker.engine.removeLeftovers(docker.labels);

        assertThat(scratch).isEmptyDirectory();
        lost.close();
    }

    private ContainerSpec mounted(String script, Mount.Mode mode) {
        return DockerFixture.with(
                docker.shell(script), List.of(), List.of(new Mount(source, "/opt/ml/input/data", mode)));
    }

    private void assertSourceIsAsItWas() {
        assertThat(source.resolve("train/a.csv")).hasContent("1,2");
        assertThat(source.resolve("b.csv")).hasContent("3,4");
        assertThat(source.resolve("c.csv")).doesNotExist();
        assertThat(source.resolve("extra.txt")).doesNotExist();
    }
}
