package io.slipway.emulator.processing;

import static io.slipway.emulator.processing.ProcessingHouse.input;
import static io.slipway.emulator.processing.ProcessingHouse.instances;
import static io.slipway.emulator.processing.ProcessingHouse.output;
import static io.slipway.emulator.processing.ProcessingHouse.request;
import static io.slipway.emulator.processing.ProcessingHouse.withInputs;
import static io.slipway.emulator.processing.ProcessingHouse.withOutputs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.slipway.container.ContainerSpec;
import io.slipway.container.InitialFile;
import io.slipway.container.Mount;
import io.slipway.container.NetworkMode;
import io.slipway.emulator.job.ScriptedEngine;
import io.slipway.emulator.store.Resource;
import io.slipway.emulator.wire.Document;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ProcessingJobsTest {

    @TempDir
    Path directory;

    private ProcessingHouse house;

    @BeforeEach
    void open() {
        house = new ProcessingHouse(directory, 4);
    }

    @AfterEach
    void close() {
        house.close();
        assertThat(house.engine.closed).hasSameSizeAs(house.engine.started);
    }

    private ContainerSpec onlySpec() {
        assertThat(house.engine.started).hasSize(1);
        return house.engine.started.getFirst().spec;
    }

    private static String file(ContainerSpec spec, String path) {
        return spec.files().stream()
                .filter(InitialFile.RegularFile.class::isInstance)
                .map(InitialFile.RegularFile.class::cast)
                .filter(file -> file.path().equals(path))
                .findFirst()
                .orElseThrow()
                .content();
    }

    private static List<String> filesOf(ContainerSpec spec, String target) {
        Path source = spec.mounts().stream()
                .filter(mount -> mount.target().equals(target))
                .findFirst()
                .orElseThrow()
                .source();
        try (var paths = Files.walk(source)) {
            return paths.filter(Files::isRegularFile)
                    .map(path -> source.relativize(path).toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void jobReadsItsInputsAndStoresItsOutputs() {
        house.put("in/a.csv", "a");
        house.put("in/sub/b.csv", "b");
        Map<String, List<String>> seen = new ConcurrentHashMap<>();
        house.engine.script = container -> {
            seen.put("in", filesOf(container.spec, "/opt/ml/processing/in"));
            container.print("working");
            container.files.put("/opt/ml/processing/result/x/1.txt", "one");
            container.files.put("/opt/ml/processing/result/2.txt", "two");
            container.files.put("/opt/ml/output/message", "all good");
            return 0;
        };

        Document job = house.run(withOutputs(withInputs(request("job"), input("in")), output("result", "EndOfJob")));

        assertThat(job.getString("ProcessingJobStatus")).isEqualTo("Completed");
        assertThat(job.getString("ExitMessage")).isEqualTo("all good");
        assertThat(job.has("FailureReason")).isFalse();
        assertThat(job.findTime("ProcessingStartTime").orElseThrow())
                .isBetween(
                        job.findTime("CreationTime").orElseThrow(),
                        job.findTime("ProcessingEndTime").orElseThrow());
        assertThat(seen.get("in")).containsExactly("a.csv", "sub/b.csv");
        assertThat(house.get("out/result/x/1.txt")).contains("one");
        assertThat(house.get("out/result/2.txt")).contains("two");
        assertThat(house.log("job", "algo-1")).contains("working");
        assertThat(onlySpec().mounts()).extracting(Mount::mode).containsOnly(Mount.Mode.COPY_ON_WRITE);
        assertThat(directory.resolve("jobs")).isDirectoryNotContaining("glob:**/job");
    }

    private static Document piped(String member, Object value) {
        Document input = input("in");
        Document source = input.findDocument("S3Input").orElseThrow();
        return input.with("S3Input", source.with("S3InputMode", "Pipe").with(member, value));
    }

    private static String readPipe(ScriptedEngine.Container container, String name) {
        Path directory = container.spec.mounts().getFirst().source();
        try {
            return Files.readString(directory.resolve(name));
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Test
    void pipedInputComesThroughAFifoForEachReading() {
        house.put("in/a", "one,");
        house.put("in/b", "two");
        List<String> seen = new CopyOnWriteArrayList<>();
        house.engine.script = container -> {
            seen.add(readPipe(container, "in_0"));
            seen.add(readPipe(container, "in_1"));
            return 0;
        };

        Document job = house.run(withInputs(request("job"), piped("S3DataDistributionType", "FullyReplicated")));

        assertThat(job.getString("ProcessingJobStatus")).isEqualTo("Completed");
        assertThat(seen).containsExactly("one,two", "one,two");
        assertThat(onlySpec().mounts())
                .extracting(Mount::target, Mount::mode)
                .containsExactly(tuple("/opt/ml/processing/in", Mount.Mode.LIVE));
    }

    @Test
    void pipedInputThatCannotBeUnpackedFailsTheJob() {
        house.put("in/a", "not packed");
        house.engine.script = container -> {
            readPipe(container, "in_0");
            container.awaitStop();
            return 0;
        };

        Document job = house.run(withInputs(request("job"), piped("S3CompressionType", "Gzip")));

        assertThat(job.getString("FailureReason"))
                .startsWith("ClientError: Data download failed:Unable to download object s3://bkt/in/a");
    }

    @Test
    void containerStartsAsTheImageSaysUnlessTheRequestSaysOtherwise() {
        house.run(request("plain"));
        house.run(request("both")
                .with(
                        "AppSpecification",
                        Map.of(
                                "ImageUri",
                                "image:1",
                                "ContainerEntrypoint",
                                List.of("python3"),
                                "ContainerArguments",
                                List.of("-v"))));

        ContainerSpec plain = house.engine.started.get(0).spec;
        assertThat(plain.entrypoint()).isEmpty();
        assertThat(plain.command()).isEmpty();
        assertThat(plain.image().value()).isEqualTo("local/image:1");
        ContainerSpec both = house.engine.started.get(1).spec;
        assertThat(both.entrypoint()).contains(List.of("python3"));
        assertThat(both.command()).contains(List.of("-v"));
    }

    @Test
    void containerFindsItsConfigurationAsTheServiceWritesIt() {
        house.put("in/a", "a");
        house.run(withOutputs(withInputs(request("Config"), input("in")), output("result", "EndOfJob"))
                .with("Environment", Map.of("QUERY", "a<b&c>d")));

        ContainerSpec spec = onlySpec();
        assertThat(file(spec, "/opt/ml/config/resourceconfig.json"))
                .isEqualTo("{\"current_host\":\"algo-1\",\"hosts\":[\"algo-1\"]}");
        assertThat(file(spec, "/opt/ml/config/processingjobconfig.json"))
                .isEqualTo("{\"ProcessingJobArn\":\"arn:aws:sagemaker:eu-west-1:000000000000:processing-job/Config\","
                        + "\"ProcessingJobName\":\"Config\",\"Environment\":{\"QUERY\":\"a\\u003cb\\u0026c\\u003ed\"},"
                        + "\"AppSpecification\":{\"ImageUri\":\"image:1\",\"ContainerEntrypoint\":null,"
                        + "\"ContainerArguments\":null},\"ProcessingInputs\":[{\"InputName\":\"in\",\"S3Input\":{"
                        + "\"LocalPath\":\"/opt/ml/processing/in\",\"S3Uri\":\"s3://bkt/in/\","
                        + "\"S3DataDistributionType\":\"FullyReplicated\",\"S3DataType\":\"S3Prefix\","
                        + "\"S3InputMode\":\"File\",\"S3CompressionType\":\"None\",\"S3DownloadMode\":\"StartOfJob\"}}],"
                        + "\"ProcessingOutputConfig\":{\"Outputs\":[{\"OutputName\":\"result\",\"S3Output\":{"
                        + "\"LocalPath\":\"/opt/ml/processing/result\",\"S3Uri\":\"s3://bkt/out/result\","
                        + "\"S3UploadMode\":\"EndOfJob\"}}],\"KmsKeyId\":null},\"ProcessingResources\":{\"ClusterConfig\":{"
                        + "\"InstanceCount\":1,\"InstanceType\":\"ml.m5.large\",\"VolumeSizeInGB\":30,"
                        + "\"VolumeKmsKeyId\":null}},\"RoleArn\":\"arn:aws:iam::000000000000:role/r\","
                        + "\"StoppingCondition\":{\"MaxRuntimeInSeconds\":86400}}");
        assertThat(spec.files())
                .filteredOn(InitialFile.EmptyDirectory.class::isInstance)
                .extracting(InitialFile::path)
                .contains(
                        "/opt/ml/processing/result", "/opt/ml/output/data/result", "/opt/ml/output/metrics/cloudwatch");
        assertThat(spec.environment())
                .containsEntry("AWS_REGION", "eu-west-1")
                .containsEntry("QUERY", "a<b&c>d")
                .doesNotContainKeys("PROCESSING_JOB_NAME", "TRAINING_JOB_NAME");
    }

    @Test
    void continuousOutputIsThereWhileTheJobRuns() {
        var goOn = new CountDownLatch(1);
        house.engine.script = container -> {
            container.files.put("/opt/ml/processing/live/1", "early");
            container.files.put("/opt/ml/processing/late/1", "early");
            goOn.await();
            container.files.put("/opt/ml/processing/live/2", "last");
            return 1;
        };
        house.call(
                "CreateProcessingJob",
                withOutputs(request("job"), output("live", "Continuous"), output("late", "EndOfJob")));

        house.await("job", job -> house.get("out/live/1").isPresent());
        assertThat(house.get("out/late/1")).isEmpty();
        goOn.countDown();

        // What a failed job leaves at its end is not stored.
        assertThat(house.awaitEnd("job").getString("ProcessingJobStatus")).isEqualTo("Failed");
        assertThat(house.get("out/live/2")).contains("last");
        assertThat(house.get("out/late/1")).isEmpty();
    }

    @Test
    void instancesShareShardedInputsAndKnowEachOther() {
        for (int i = 0; i < 5; i++) {
            house.put("in/" + i, "x");
            house.put("all/" + i, "x");
        }
        Map<String, List<String>> seen = new ConcurrentHashMap<>();
        house.engine.script = container -> {
            seen.put(container.spec.hostname(), filesOf(container.spec, "/opt/ml/processing/in"));
            assertThat(filesOf(container.spec, "/opt/ml/processing/all")).hasSize(5);
            container.files.put("/opt/ml/processing/result/" + container.spec.hostname(), "x");
            container.files.put("/opt/ml/output/message", container.spec.hostname() + ";");
            return 0;
        };
        Document sharded = Document.EMPTY
                .with("InputName", "in")
                .with(
                        "S3Input",
                        input("in")
                                .findDocument("S3Input")
                                .orElseThrow()
                                .with("S3DataDistributionType", "ShardedByS3Key"));

        Document job = house.run(withOutputs(
                withInputs(instances(request("job"), 2), sharded, input("all")), output("result", "EndOfJob")));

        assertThat(job.getString("ProcessingJobStatus")).isEqualTo("Completed");
        assertThat(seen).containsEntry("algo-1", List.of("0", "2", "4")).containsEntry("algo-2", List.of("1", "3"));
        assertThat(house.get("out/result/algo-1")).isPresent();
        assertThat(house.get("out/result/algo-2")).isPresent();
        assertThat(job.getString("ExitMessage")).isEqualTo("algo-1;algo-2;");
        assertThat(house.engine.started).allSatisfy(container -> {
            assertThat(container.spec.network()).isInstanceOf(NetworkMode.Joined.class);
            assertThat(file(container.spec, "/opt/ml/config/resourceconfig.json"))
                    .contains("\"hosts\":[\"algo-1\",\"algo-2\"]");
        });
    }

    @Test
    void isolatedJobReachesNoNetwork() {
        house.run(request("job").with("NetworkConfig", Map.of("EnableNetworkIsolation", true)));
        assertThat(onlySpec().network()).isInstanceOf(NetworkMode.Isolated.class);
    }

    @Test
    void failedContainerFailsTheJobAndKeepsItsMessage() {
        house.engine.script = container -> {
            container.files.put("/opt/ml/output/message", "é".repeat(2000));
            return 3;
        };
        Document job = house.run(request("job"));

        assertThat(job.getString("ProcessingJobStatus")).isEqualTo("Failed");
        assertThat(job.getString("FailureReason")).isEqualTo("AlgorithmError: See job logs for more information");
        assertThat(job.getString("ExitMessage")).matches("é{512,1024}");
        assertThat(house.log("job", "algo-1")).contains("The container ended with exit code 3.");
    }

    @Test
    void whatCannotBeReadFailsTheJobWithoutAContainer() {
        house.put("clash/a", "file");
        house.put("clash/a/b", "file below a file");

        assertThat(house.run(withInputs(request("empty"), input("nothing"))).getString("FailureReason"))
                .startsWith("ClientError: No S3 objects found under S3 URL \"s3://bkt/nothing/\"");
        assertThat(house.run(withInputs(request("clash"), input("clash"))).getString("FailureReason"))
                .startsWith("ClientError: Data download failed:");
        assertThat(house.run(request("image").with("AppSpecification", Map.of("ImageUri", "missing:1")))
                        .getString("FailureReason"))
                .startsWith("ClientError: Cannot pull algorithm container.");
        assertThat(house.engine.started).isEmpty();
    }

    @Test
    void outputThatCannotBeStoredFailsTheJob() {
        house.engine.script = container -> {
            container.files.put("/opt/ml/processing/x/1", "1");
            return 0;
        };
        Document nowhere = Document.parse("""
                {"OutputName":"x","S3Output":{"S3Uri":"s3://nowhere/x","LocalPath":"/opt/ml/processing/x",
                  "S3UploadMode":"EndOfJob"}}
                """);
        assertThat(house.run(withOutputs(request("job"), nowhere)).getString("FailureReason"))
                .startsWith("ClientError: Artifact upload failed:");
    }

    @Test
    void stoppedJobKeepsItsOutputs() throws Exception {
        var running = new CountDownLatch(1);
        house.engine.script = container -> {
            container.files.put("/opt/ml/processing/result/half", "half");
            running.countDown();
            container.awaitStop();
            return 143;
        };
        house.call("CreateProcessingJob", withOutputs(request("job"), output("result", "EndOfJob")));
        running.await();
        house.call("StopProcessingJob", "job");

        Document job = house.awaitEnd("job");
        assertThat(job.getString("ProcessingJobStatus")).isEqualTo("Stopped");
        assertThat(job.has("FailureReason")).isFalse();
        assertThat(house.get("out/result/half")).contains("half");
    }

    @Test
    void jobThatRunsTooLongIsStopped() {
        house.engine.script = container -> {
            container.awaitStop();
            return 143;
        };
        Document job = house.run(request("job").with("StoppingCondition", Map.of("MaxRuntimeInSeconds", 1)));
        assertThat(job.getString("ProcessingJobStatus")).isEqualTo("Stopped");
    }

    @Test
    void jobsOfABrokenOffRunAreSettled() {
        Instant now = Instant.now();
        for (String status : List.of("InProgress", "Stopping", "Completed")) {
            house.open
                    .store()
                    .insertIfAbsent(new Resource(
                            ProcessingHouse.arn(status),
                            status,
                            Optional.empty(),
                            now,
                            now,
                            request(status),
                            Document.EMPTY));
        }
        house.jobs.settle();

        Document running = house.call("DescribeProcessingJob", "InProgress");
        assertThat(running.getString("ProcessingJobStatus")).isEqualTo("Failed");
        assertThat(running.getString("FailureReason")).startsWith("InternalServerError:");
        assertThat(house.call("DescribeProcessingJob", "Stopping").getString("ProcessingJobStatus"))
                .isEqualTo("Stopped");
        assertThat(house.call("DescribeProcessingJob", "Completed").has("ProcessingEndTime"))
                .isFalse();
    }
}
