package io.slipway.emulator.training;

import static io.slipway.emulator.training.TrainingBench.json;
import static io.slipway.emulator.training.TrainingBench.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.container.Mount;
import io.slipway.emulator.wire.Document;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileSystemChannelsTest {

    @TempDir
    Path directory;

    private TrainingBench bench;
    private Path data;

    @BeforeEach
    void open() throws IOException {
        bench = new TrainingBench(directory);
        data = Files.createDirectories(bench.fileSystem.resolve("data/train"));
        Files.writeString(data.resolve("a"), "1");
        Files.createSymbolicLink(bench.fileSystem.resolve("inside"), data);
        Files.createSymbolicLink(bench.fileSystem.resolve("outside"), directory);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private static Document channel(String name, String system, String path, String access) {
        return json("{'ChannelName':'" + name + "','DataSource':{'FileSystemDataSource':{'FileSystemId':'" + system
                + "','FileSystemType':'FSxLustre','DirectoryPath':'" + path + "','FileSystemAccessMode':'" + access
                + "'}}}");
    }

    private static Document job(String name, Document... channels) {
        return request(name)
                .with("InputDataConfig", List.of(channels))
                .withAll(json("{'VpcConfig':{'Subnets':['s'],'SecurityGroupIds':['g']}}"));
    }

    private List<String> mounts() {
        Path root = directory;
        return bench.engine.started.getLast().spec.mounts().stream()
                .map(mount -> mount.target() + " " + mount.mode()
                        + (mount.mode() == Mount.Mode.COPY_ON_WRITE ? "" : " " + root.relativize(mount.source())))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/data/train", "data/train/", "/data/../data/train", "/inside"})
    void directoryOfAFileSystemIsMounted(String path) {
        Document ended = bench.run(job(
                "Job",
                channel("train", TrainingBench.FILE_SYSTEM, path, "ro"),
                channel("scratch", TrainingBench.FILE_SYSTEM, "/", "rw")));

        assertThat(ended.getString("TrainingJobStatus")).isEqualTo("Completed");
        assertThat(mounts())
                .containsExactly(
                        "/opt/ml/input/data COPY_ON_WRITE",
                        "/opt/ml/input/data/train READ_ONLY file-system/data/train",
                        "/opt/ml/input/data/scratch READ_WRITE file-system");
        assertThat(data.resolve("a")).hasContent("1");
    }

    @Test
    void channelsOfAllKindsLieBesideEachOther() {
        bench.put("s3://bkt/d/a", "1");
        List<Document> s3 = TrainingBench.channels("plain", "s3://bkt/d", "fast", "s3://bkt/d/")
                .documents("InputDataConfig");

        bench.run(job("Job", s3.getFirst(), channel("efs", TrainingBench.FILE_SYSTEM, "/data", "ro")));
        assertThat(mounts())
                .containsExactly(
                        "/opt/ml/input/data COPY_ON_WRITE", "/opt/ml/input/data/efs READ_ONLY file-system/data");

        bench.run(job(
                "Other",
                s3.getLast().with("InputMode", "FastFile"),
                channel("efs", TrainingBench.FILE_SYSTEM, "/data", "ro")));
        assertThat(mounts()).hasSize(3).contains("/opt/ml/input/data/efs READ_ONLY file-system/data");
    }

    @Test
    void configurationFilesTellOfTheChannelAsOfAnyOther() {
        bench.run(job(
                "Job",
                channel("train", TrainingBench.FILE_SYSTEM, "/data", "rw").with("ContentType", "csv")));

        var files = bench.engine.started.getLast().files;
        assertThat(files.get("/opt/ml/input/config/inputdataconfig.json"))
                .isEqualTo("{\"train\":{\"ContentType\":\"csv\",\"TrainingInputMode\":\"File\","
                        + "\"S3DistributionType\":\"FullyReplicated\",\"RecordWrapperType\":\"None\"}}");
        assertThat(Document.parse(files.get("/opt/ml/input/config/init-config.json"))
                        .getString("channels.train.fileSystemDataSource.fileSystemType"))
                .isEqualTo("FSX_LUSTRE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/none", "/..", "/data/../..", "/outside", "/data/train/a", "/\\u0000"})
    void pathThatIsNoDirectoryOfTheFileSystemFailsTheJob(String path) {
        Document ended = bench.run(job("Job", channel("train", TrainingBench.FILE_SYSTEM, path, "ro")));

        assertThat(ended.getString("TrainingJobStatus")).isEqualTo("Failed");
        assertThat(ended.getString("FailureReason"))
                .startsWith("ClientError: Unable to mount file system: " + TrainingBench.FILE_SYSTEM
                        + ", directory path: /")
                .endsWith("Incorrect mount path. Please ensure the mount path specified exists on the filesystem.");
        assertThat(bench.engine.started).isEmpty();
    }

    @Test
    void fileSystemThatIsNotKnownFailsTheJobAndTheReasonSaysWhatToDo() {
        Document ended = bench.run(job("Job", channel("train", "fs-00000000", "/", "ro")));

        assertThat(ended.getString("FailureReason"))
                .isEqualTo("ClientError: Unable to mount file system: fs-00000000, directory path: /. There is no such"
                        + " file system; --file-systems fs-00000000=DIRECTORY tells Slipway where it is.");
    }
}
