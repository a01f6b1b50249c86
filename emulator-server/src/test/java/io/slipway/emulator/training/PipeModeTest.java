package io.slipway.emulator.training;

import static io.slipway.emulator.training.TrainingBench.channels;
import static io.slipway.emulator.training.TrainingBench.json;
import static io.slipway.emulator.training.TrainingBench.request;
import static io.slipway.emulator.training.TrainingBench.statuses;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.container.Mount;
import io.slipway.emulator.job.ScriptedEngine.Container;
import io.slipway.emulator.wire.Document;
import io.slipway.s3.S3Uri;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pipe mode, read as a container reads it: through the very FIFOs. */
@Timeout(120)
class PipeModeTest {

    @TempDir
    Path directory;

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private TrainingBench bench;

    @BeforeEach
    void open() {
        bench = new TrainingBench(directory);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void everyEpochIsTheWholeChannelAgain() {
        bench.put("s3://bkt/d/a", "one,");
        bench.put("s3://bkt/d/b", "two");
        bench.engine.script = container -> {
            for (int epoch = 0; epoch < 3; epoch++) {
                read(container, "train_" + epoch);
            }
            return 0;
        };

        Document job = bench.run(piped("Job", channels("train", "s3://bkt/d/")));

        assertThat(job.getString("TrainingJobStatus")).isEqualTo("Completed");
        assertThat(seen).containsExactly("one,two", "one,two", "one,two");
    }

    @Test
    void readerThatStopsEarlyGetsTheNextEpochFromItsBeginning() {
        bench.put("s3://bkt/d/a", "begin" + "x".repeat(1 << 20));
        bench.engine.script = container -> {
            for (int epoch = 0; epoch < 2; epoch++) {
                try (InputStream pipe = Files.newInputStream(data(container).resolve("train_" + epoch))) {
                    seen.add(new String(pipe.readNBytes(5), StandardCharsets.UTF_8));
                } catch (IOException e) {
                    seen.add(e.toString());
                }
                awaitFile(data(container).resolve("train_" + (epoch + 1)));
            }
            return 0;
        };

        assertThat(bench.run(piped("Job", channels("train", "s3://bkt/d/"))).getString("TrainingJobStatus"))
                .isEqualTo("Completed");
        assertThat(seen).containsExactly("begin", "begin");
    }

    @Test
    void jobWhosePipesNobodyOpensEnds() {
        bench.put("s3://bkt/d/a", "1");

        Document job = bench.run(piped("Job", channels("train", "s3://bkt/d/", "validation", "s3://bkt/d/")));

        assertThat(job.getString("TrainingJobStatus")).isEqualTo("Completed");
    }

    @Test
    void stoppedJobEndsWhileItsPipeIsHalfRead() {
        bench.put("s3://bkt/d/a", "x".repeat(1 << 20));
        var held = new CopyOnWriteArrayList<InputStream>();
        bench.engine.script = container -> {
            try {
                InputStream pipe = Files.newInputStream(data(container).resolve("train_0"));
                held.add(pipe);
                seen.add(new String(pipe.readNBytes(3), StandardCharsets.UTF_8));
                container.print("reading");
            } catch (IOException e) {
                seen.add(e.toString());
            }
            container.awaitStop();
            return 0;
        };
        bench.call("CreateTrainingJob", piped("Job", channels("train", "s3://bkt/d/")));
        bench.awaitPhase("Job", "Training");

        bench.call("StopTrainingJob", "Job");

        assertThat(bench.awaitEnd("Job").getString("TrainingJobStatus")).isEqualTo("Stopped");
        assertThat(seen).containsExactly("xxx");
        held.forEach(PipeModeTest::close);
    }

    @Test
    void dataThatCannotBeHadFailsTheJobWhateverTheContainerDoes() {
        bench.put("s3://bkt/d/a", "not packed");
        bench.engine.script = container -> {
            read(container, "train_0");
            container.files.put("/opt/ml/output/data/report", "r");
            container.awaitStop();
            return 0;
        };
        Document channel = channels("train", "s3://bkt/d/")
                .documents("InputDataConfig")
                .getFirst()
                .with("CompressionType", "Gzip");

        Document job = bench.run(piped("Job", Document.EMPTY.with("InputDataConfig", List.of(channel))));

        assertThat(job.getString("FailureReason"))
                .startsWith("ClientError: Data download failed:Unable to download object s3://bkt/d/a");
        assertThat(statuses(job)).endsWith("Uploading", "Failed");
        assertThat(bench.archive("s3://bkt/out/Job/output/output.tar.gz")).containsEntry("report", "r");
    }

    @Test
    void channelMayBeUnpackedWrappedAndShuffled() throws IOException {
        for (int i = 0; i < 8; i++) {
            gzip("s3://bkt/d/" + i, "n" + i + "__");
        }
        bench.engine.script = container -> {
            read(container, "train_0");
            read(container, "train_1");
            return 0;
        };
        Document channel = channels("train", "s3://bkt/d/")
                .documents("InputDataConfig")
                .getFirst()
                .withAll(json("{'CompressionType':'Gzip','RecordWrapperType':'RecordIO','ShuffleConfig':{'Seed':3}}"));

        Document job = bench.run(piped("Job", Document.EMPTY.with("InputDataConfig", List.of(channel))));

        assertThat(job.getString("TrainingJobStatus")).isEqualTo("Completed");
        assertThat(seen)
                .hasSize(2)
                .doesNotHaveDuplicates()
                .allSatisfy(epoch -> assertThat(epoch).hasSize(8 * 12).contains("n0__", "n7__"));
        Document config =
                Document.parse(bench.engine.started.getFirst().files.get("/opt/ml/input/config/inputdataconfig.json"));
        assertThat(config.getString("train.TrainingInputMode")).isEqualTo("Pipe");
        assertThat(config.getString("train.RecordWrapperType")).isEqualTo("RecordIO");
    }

    @Test
    void augmentedManifestIsStreamedLineByLine() {
        bench.put("s3://bkt/img/1", "PIXELS");
        bench.put("s3://bkt/lines", "{\"image-ref\":\"s3://bkt/img/1\",\"label\":4}\n");
        bench.engine.script = container -> {
            read(container, "train_0");
            return 0;
        };
        Document channel = json("{'ChannelName':'train','DataSource':{'S3DataSource':{'S3DataType':"
                + "'AugmentedManifestFile','S3Uri':'s3://bkt/lines','AttributeNames':['image-ref','label']}}}");

        Document job = bench.run(piped("Job", Document.EMPTY.with("InputDataConfig", List.of(channel))));

        assertThat(job.getString("TrainingJobStatus")).isEqualTo("Completed");
        assertThat(seen).containsExactly("PIXELS4");
    }

    @Test
    void hostsShareAShardedChannel() {
        for (int i = 0; i < 5; i++) {
            bench.put("s3://bkt/d/" + i, "" + i);
        }
        bench.engine.script = container -> {
            read(container, "train_0");
            return 0;
        };
        Document channel = json("{'ChannelName':'train','DataSource':{'S3DataSource':{'S3DataType':'S3Prefix',"
                + "'S3Uri':'s3://bkt/d/','S3DataDistributionType':'ShardedByS3Key'}}}");

        Document job = bench.run(piped("Job", Document.EMPTY.with("InputDataConfig", List.of(channel)))
                .with("ResourceConfig", json("{'InstanceType':'ml.m5.large','InstanceCount':2}")));

        assertThat(job.getString("TrainingJobStatus")).isEqualTo("Completed");
        assertThat(seen).containsExactlyInAnyOrder("024", "13");
    }

    @Test
    void channelsOfOtherModesLieBesideThePipes() {
        bench.put("s3://bkt/d/a", "1");
        List<Document> all =
                new ArrayList<>(channels("train", "s3://bkt/d/", "file", "s3://bkt/d/", "fast", "s3://bkt/d/")
                        .documents("InputDataConfig"));
        all.set(1, all.get(1).with("InputMode", "File"));
        all.set(2, all.get(2).with("InputMode", "FastFile"));

        bench.run(piped("Job", Document.EMPTY.with("InputDataConfig", all)));

        assertThat(bench.engine.started.getFirst().spec.mounts())
                .extracting(mount -> mount.target() + " " + mount.mode())
                .containsExactly(
                        "/opt/ml/input/data LIVE",
                        "/opt/ml/input/data/file COPY_ON_WRITE",
                        "/opt/ml/input/data/fast READ_ONLY");
    }

    private static Document piped(String name, Document channels) {
        return request(name)
                .withAll(channels)
                .with("AlgorithmSpecification", json("{'TrainingImage':'image','TrainingInputMode':'Pipe'}"));
    }

    private void read(Container container, String pipe) {
        try (InputStream stream = Files.newInputStream(data(container).resolve(pipe))) {
            seen.add(new String(stream.readAllBytes(), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            seen.add(e.toString());
        }
    }

    private static Path data(Container container) {
        return container.spec.mounts().stream()
                .filter(mount -> mount.mode() == Mount.Mode.LIVE)
                .findFirst()
                .orElseThrow()
                .source();
    }

    private static void awaitFile(Path file) throws InterruptedException {
        while (!Files.exists(file)) {
            Thread.sleep(1);
        }
    }

    private void gzip(String uri, String text) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        bench.objects.put(S3Uri.parse(uri), new ByteArrayInputStream(packed.toByteArray()), "application/gzip");
    }

    private static void close(InputStream stream) {
        try {
            stream.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
