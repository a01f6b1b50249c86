package io.slipway.emulator.transform;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.container.ContainerSpec;
import io.slipway.container.Mount;
import io.slipway.emulator.store.Resource;
import io.slipway.emulator.transform.ModelProgram.Answer;
import io.slipway.emulator.wire.Document;
import io.slipway.s3.ListRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class TransformJobsTest {
    @TempDir
    Path directory;

    private TransformHouse house;
    private ModelProgram program = ModelProgram.shouting();

    @BeforeEach
    void open() {
        house = new TransformHouse(directory);
    }

    @AfterEach
    void close() {
        house.close();
        assertThat(house.engine.open).hasValue(0);
    }

    private Document run(Document request) {
        house.engine.handler = program;
        return house.run(request);
    }

    private static Document request(String name, String member, Object value) {
        return TransformHouse.request(name).with(member, value);
    }

    private static Document with(Document request, String structure, String member, Object value) {
        return request.with(
                structure, request.findDocument(structure).orElseThrow().with(member, value));
    }

    @Test
    void everyObjectBelowThePrefixBecomesAnOutputOfItsName() {
        house.put("in/a.csv", "a\n");
        house.put("in/sub/b.csv", "b\n");
        house.put("in/sub/", "");
        house.put("other/c.csv", "c\n");

        Document job = run(TransformHouse.request("job"));

        assertThat(job.getString("TransformJobStatus")).isEqualTo("Completed");
        assertThat(house.get("out/a.csv.out")).contains("A\n");
        assertThat(house.get("out/sub/b.csv.out")).contains("B\n");
        assertThat(house.get("out/c.csv.out")).isEmpty();
        assertThat(program.payloads).containsExactlyInAnyOrder("a\n", "b\n");
        assertThat(program.contentTypes).containsOnly("text/csv");
        assertThat(job.findTime("TransformStartTime").orElseThrow())
                .isBetween(
                        job.findTime("CreationTime").orElseThrow(),
                        job.findTime("TransformEndTime").orElseThrow());
    }

    @Test
    void payloadGoesThroughTheContainersOfAPipeline() {
        house.model("pipeline", Document.parse("{\"Containers\":[{\"Image\":\"a:1\"},{\"Image\":\"b:1\"}]}"));
        house.put("in/a.csv", "1\n2\n");
        program = new ModelProgram(payload -> new Answer(200, payload.replace("\n", "!\n")));

        Document job = run(TransformHouse.request("job").with("ModelName", "pipeline"));

        assertThat(job.getString("TransformJobStatus")).as(job.toJson()).isEqualTo("Completed");
        assertThat(house.get("out/a.csv.out")).contains("1!!\n2!!\n");
        assertThat(house.engine.started)
                .extracting(spec -> spec.image().value())
                .containsExactly("a:1", "b:1");
        assertThat(house.engine.started)
                .extracting(ContainerSpec::hostname)
                .containsExactly("container-1", "container-2");
    }

    @Test
    void emptyObjectGivesAnEmptyOutputWithoutARequest() {
        house.put("in/empty.csv", "");

        assertThat(run(TransformHouse.request("job")).getString("TransformJobStatus"))
                .isEqualTo("Completed");
        assertThat(house.get("out/empty.csv.out")).contains("");
        assertThat(program.payloads).isEmpty();
    }

    @Test
    void emptyPrefixFailsTheJob() {
        Document job = run(TransformHouse.request("job"));

        assertThat(job.getString("TransformJobStatus")).isEqualTo("Failed");
        assertThat(job.getString("FailureReason"))
                .startsWith("ClientError: No S3 objects found under S3 URL \"s3://bkt/in/\"");
    }

    @Test
    void answersKeepTheOrderOfThePayloadsThoughTheyComeInAnother() {
        var input = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            input.append(i).append('\n');
        }
        house.put("in/a.csv", input.toString());
        program = new ModelProgram(payload -> {
            Thread.sleep(Long.parseLong(payload.strip()) % 7);
            return new Answer(200, payload);
        });

        Document request = request("job", "BatchStrategy", "SingleRecord").with("MaxConcurrentTransforms", 8);
        assertThat(run(request).getString("TransformJobStatus")).isEqualTo("Completed");

        assertThat(house.get("out/a.csv.out")).contains(input.toString());
        assertThat(program.mostAtOnce.get()).isBetween(2, 8);
    }

    @Test
    void manySmallObjectsShareTheSlots() {
        for (int i = 0; i < 40; i++) {
            house.put("in/%02d".formatted(i), "x" + i);
        }
        program = new ModelProgram(payload -> {
            Thread.sleep(3);
            return new Answer(200, payload + "!");
        });

        run(request("job", "MaxConcurrentTransforms", 4));

        assertThat(program.mostAtOnce.get()).isBetween(2, 4);
        assertThat(house.get("out/39.out")).contains("x39!");
    }

    @Test
    void assembledLinesEndOnce() {
        house.put("in/a", "1\n2\n3\n");
        program =
                new ModelProgram(payload -> new Answer(200, payload.startsWith("2") ? payload : "r" + payload.strip()));
        Document lines =
                with(request("job", "BatchStrategy", "SingleRecord"), "TransformOutput", "AssembleWith", "Line");

        run(lines);
        assertThat(house.get("out/a.out")).contains("r1\n2\nr3\n");

        run(request("plain", "BatchStrategy", "SingleRecord"));
        assertThat(house.get("out/a.out")).contains("r12\nr3");
    }

    @Test
    void objectThatTheContainerRefusesLeavesNothingAndKeepsNoOtherBack() {
        house.put("in/1.csv", "fine\n");
        house.put("in/2.csv", "good\nbad\ngood\n");
        house.put("in/3.csv", "fine\n");
        program = new ModelProgram(payload ->
                payload.startsWith("bad") ? new Answer(415, "{\"error\":\"no\"}") : new Answer(200, payload));

        Document job = run(request("job", "BatchStrategy", "SingleRecord"));

        assertThat(job.getString("TransformJobStatus")).isEqualTo("Failed");
        assertThat(job.getString("FailureReason")).isEqualTo("ClientError: See job logs for more information");
        assertThat(house.get("out/1.csv.out")).contains("fine\n");
        assertThat(house.get("out/2.csv.out")).isEmpty();
        assertThat(house.get("out/3.csv.out")).contains("fine\n");
        assertThat(house.dataLog("job"))
                .containsSubsequence(
                        "MaxConcurrentTransforms=1, MaxPayloadInMB=6, BatchStrategy=SINGLE_RECORD",
                        "bkt/in/2.csv: ClientError: 415",
                        "bkt/in/2.csv: ",
                        "bkt/in/2.csv: Message:",
                        "bkt/in/2.csv: {\"error\":\"no\"}");
    }

    @Test
    void serverErrorsAreTriedAgainAsOftenAsAskedAndClientErrorsAreNot() {
        house.put("in/a", "x");
        var tries = new AtomicInteger();
        program = new ModelProgram(
                payload -> tries.incrementAndGet() < 3 ? new Answer(500, "busy") : new Answer(200, "done"));
        Document twice = with(TransformHouse.request("twice"), "ModelClientConfig", "InvocationsMaxRetries", 2);

        assertThat(run(twice).getString("TransformJobStatus")).isEqualTo("Completed");
        assertThat(house.get("out/a.out")).contains("done");

        tries.set(0);
        Document once = with(TransformHouse.request("once"), "ModelClientConfig", "InvocationsMaxRetries", 1);
        assertThat(run(once).getString("FailureReason")).isEqualTo("AlgorithmError: See job logs for more information");
        assertThat(tries).hasValue(2);
        assertThat(house.dataLog("once")).contains("bkt/in/a: Bad HTTP status received from algorithm: 500");

        var refusals = new AtomicInteger();
        program = new ModelProgram(payload -> new Answer(400, "refusal " + refusals.incrementAndGet()));
        run(with(TransformHouse.request("refused"), "ModelClientConfig", "InvocationsMaxRetries", 3));
        assertThat(refusals).hasValue(1);
    }

    @Test
    void requestThatIsNotAnsweredInTimeFailsItsObject() {
        house.put("in/a", "x");
        program = new ModelProgram(payload -> {
            Thread.sleep(60_000);
            return new Answer(200, "");
        });
        Document request = with(TransformHouse.request("job"), "ModelClientConfig", "InvocationsTimeoutInSeconds", 1);

        assertThat(run(request).getString("FailureReason"))
                .isEqualTo("AlgorithmError: See job logs for more information");
        assertThat(house.dataLog("job"))
                .contains("bkt/in/a: Model server did not respond to /invocations request within 1 seconds");
    }

    @Test
    void recordLargerThanThePayloadFailsItsObject() {
        house.put("in/a", "x".repeat((1 << 20) + 1));

        assertThat(run(request("job", "MaxPayloadInMB", 1)).getString("FailureReason"))
                .isEqualTo("ClientError: See job logs for more information");
        assertThat(program.payloads).isEmpty();
        assertThat(house.get("out/a.out")).isEmpty();
    }

    @Test
    void gzippedObjectsAreSentPlain() throws IOException {
        var zipped = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(zipped)) {
            gzip.write("a\nb\n".getBytes(StandardCharsets.UTF_8));
        }
        house.put("in/a.gz", zipped.toByteArray());
        house.put("in/b.gz", "this is not gzip");

        Document job = run(with(TransformHouse.request("job"), "TransformInput", "CompressionType", "Gzip"));

        assertThat(house.get("out/a.gz.out")).contains("A\nB\n");
        assertThat(house.get("out/b.gz.out")).isEmpty();
        assertThat(job.getString("FailureReason")).startsWith("ClientError");
    }

    @Test
    void payloadOfZeroStreamsTheWholeObject() {
        String large = "abcdefghi\n".repeat(300_000);
        house.put("in/a", large);

        Document job = run(request("job", "MaxPayloadInMB", 0));

        assertThat(job.getString("TransformJobStatus")).isEqualTo("Completed");
        assertThat(program.payloads).containsExactly(large);
        assertThat(program.transferEncodings).containsExactly("chunked");
        assertThat(house.get("out/a.out")).contains(large.toUpperCase(java.util.Locale.ROOT));
    }

    @Test
    void containerIsAskedHowItWantsToBeFedButTheRequestDecides() {
        house.put("in/a", "1\n2\n");
        program.executionParameters =
                "{\"MaxConcurrentTransforms\":64,\"BatchStrategy\":\"SINGLE_RECORD\",\"MaxPayloadInMB\":10}";

        run(TransformHouse.request("asked"));
        assertThat(house.dataLog("asked"))
                .containsExactly("MaxConcurrentTransforms=10, MaxPayloadInMB=10, BatchStrategy=SINGLE_RECORD");
        assertThat(program.payloads).containsExactlyInAnyOrder("1\n", "2\n");

        run(request("told", "BatchStrategy", "MultiRecord")
                .with("MaxPayloadInMB", 2)
                .with("MaxConcurrentTransforms", 3));
        assertThat(house.dataLog("told"))
                .containsExactly("MaxConcurrentTransforms=3, MaxPayloadInMB=2, BatchStrategy=MULTI_RECORD");

        program.executionParameters = "not json";
        run(TransformHouse.request("default"));
        assertThat(house.dataLog("default"))
                .containsExactly("MaxConcurrentTransforms=1, MaxPayloadInMB=6, BatchStrategy=MULTI_RECORD");
    }

    @Test
    void containerGetsTheModelsDataAndEnvironmentWithTheJobsOverIt() throws IOException {
        house.put("models/model.tar.gz", archive("weights", "42"));
        house.model("trained", Document.parse("""
                {"PrimaryContainer":{"Image":"serving:2","ModelDataUrl":"s3://bkt/models/model.tar.gz",
                 "Environment":{"A":"model","B":"model"}}}"""));
        house.put("in/a", "x");
        program.failedPings = 3;
        Document request = request("job", "ModelName", "trained")
                .with("Environment", Map.of("B", "job"))
                .with("MaxPayloadInMB", 5);

        assertThat(run(request).getString("TransformJobStatus")).isEqualTo("Completed");

        var spec = house.engine.started.getFirst();
        assertThat(spec.command()).contains(List.of("serve"));
        assertThat(spec.image().value()).isEqualTo("serving:2");
        assertThat(spec.environment())
                .containsEntry("A", "model")
                .containsEntry("B", "job")
                .containsEntry("SAGEMAKER_BATCH", "true")
                .containsEntry("SAGEMAKER_MAX_PAYLOAD_IN_MB", "5")
                .containsEntry("AWS_REGION", "eu-west-1")
                .doesNotContainKeys("SAGEMAKER_BATCH_STRATEGY", "SAGEMAKER_MAX_CONCURRENT_TRANSFORMS");
        assertThat(spec.mounts()).extracting(Mount::target).containsExactly("/opt/ml/model");
        assertThat(spec.labels()).containsEntry("slipway.job", house.arn("job").toString());
    }

    @Test
    void missingModelDataOrImageFailsTheJobWithoutAContainer() {
        house.put("in/a", "x");
        house.model(
                "lost",
                Document.parse(
                        "{\"PrimaryContainer\":{\"Image\":\"serving:1\",\"ModelDataUrl\":\"s3://bkt/nowhere.tar.gz\"}}"));
        house.model("unbuilt", Document.parse("{\"PrimaryContainer\":{\"Image\":\"missing:1\"}}"));

        assertThat(run(request("one", "ModelName", "lost")).getString("FailureReason"))
                .startsWith("ClientError: Failed to download model data from URL \"s3://bkt/nowhere.tar.gz\".");
        assertThat(run(request("two", "ModelName", "unbuilt")).getString("FailureReason"))
                .startsWith("ClientError: Cannot pull algorithm container.")
                .contains("slipway images");
        assertThat(house.engine.started).isEmpty();
    }

    @Test
    void containerThatEndsBeforeItServesFailsTheJobAtOnce() {
        house.put("in/a", "x");
        house.engine.exitsAtOnce = true;
        program.failedPings = Integer.MAX_VALUE;

        assertThat(run(TransformHouse.request("job")).getString("FailureReason"))
                .isEqualTo("AlgorithmError: Model container failed to respond to ping. Please ensure /ping endpoint is"
                        + " implemented and responds with an HTTP 200 status code");
    }

    @Test
    void containerThatDiesLeavesTheRestOfTheInputAlone() {
        for (int i = 0; i < 50; i++) {
            house.put("in/%02d".formatted(i), "x");
        }
        program = new ModelProgram(payload -> {
            house.engine.exit(137);
            return new Answer(500, "");
        });

        Document job = run(with(TransformHouse.request("job"), "ModelClientConfig", "InvocationsMaxRetries", 3));

        assertThat(job.getString("FailureReason")).isEqualTo("AlgorithmError: See job logs for more information");
        assertThat(program.payloads).hasSizeLessThan(10);
    }

    @Test
    void stoppedJobStoresNothingOfTheObjectUnderWay() throws InterruptedException {
        house.put("in/a", "1\n2\n3\n");
        var reached = new CountDownLatch(1);
        program = new ModelProgram(payload -> {
            if (payload.startsWith("2")) {
                reached.countDown();
                Thread.sleep(60_000);
            }
            return new Answer(200, payload);
        });
        house.engine.handler = program;
        house.call("CreateTransformJob", request("job", "BatchStrategy", "SingleRecord"));
        reached.await();

        house.call("StopTransformJob", Document.EMPTY.with("TransformJobName", "job"));

        assertThat(house.await("job").getString("TransformJobStatus")).isEqualTo("Stopped");
        assertThat(house.get("out/a.out")).isEmpty();
    }

    @Test
    void missingOutputBucketFailsTheJobBeforeAnyContainer() {
        house.put("in/a", "x");
        Document job = run(with(TransformHouse.request("job"), "TransformOutput", "S3OutputPath", "s3://none/out"));

        assertThat(job.getString("FailureReason")).startsWith("ClientError: The bucket of S3OutputPath, \"none\"");
        assertThat(house.engine.started).isEmpty();
    }

    @Test
    void manifestNamesTheObjects() {
        house.put("data/x/1", "one");
        house.put("data/2", "two");
        house.put("data/3", "three");
        house.put("manifest.json", "[{\"prefix\":\"s3://bkt/data/\"},\"x/1\",\"2\"]");
        Document source = Document.parse(
                "{\"S3DataSource\":{\"S3DataType\":\"ManifestFile\",\"S3Uri\":\"s3://bkt/manifest.json\"}}");

        run(with(TransformHouse.request("job"), "TransformInput", "DataSource", source));

        assertThat(house.get("out/x/1.out")).contains("ONE");
        assertThat(house.get("out/2.out")).contains("TWO");
        assertThat(house.get("out/3.out")).isEmpty();
    }

    @Test
    void rowsAreFilteredSentAndJoinedWithTheirAnswers() {
        house.put("in/a.csv", "id1,a,1\nid2,b,2\n");
        Document request = with(TransformHouse.request("job"), "TransformOutput", "Accept", "text/csv");
        request = with(request, "TransformOutput", "AssembleWith", "Line")
                .with(
                        "DataProcessing",
                        Map.of("InputFilter", "$[1:]", "OutputFilter", "$[0,-2:]", "JoinSource", "Input"));

        assertThat(run(request).getString("TransformJobStatus")).isEqualTo("Completed");

        assertThat(program.payloads).containsExactly("a,1\nb,2\n");
        assertThat(house.get("out/a.csv.out")).contains("id1,A,1\nid2,B,2\n");
    }

    @Test
    void answersThatDoNotMatchTheirRowsFailTheObject() {
        house.put("in/a.csv", "1\n2\n");
        program = new ModelProgram(payload -> new Answer(200, "only one\n"));
        Document request = with(TransformHouse.request("job"), "TransformOutput", "Accept", "text/csv");
        request = with(request, "TransformOutput", "AssembleWith", "Line")
                .with("DataProcessing", Map.of("JoinSource", "Input"));

        assertThat(run(request).getString("FailureReason")).isEqualTo("ClientError: See job logs for more information");
        assertThat(house.get("out/a.csv.out")).isEmpty();
        assertThat(house.dataLog("job"))
                .contains("bkt/in/a.csv: Failed to join the input with the output of the algorithm: 2 input rows, but 1"
                        + " output rows");
    }

    @Test
    void jobsOfAnEarlierLifeAreSettled() {
        Instant then = Instant.ofEpochSecond(1_700_000_000);
        for (String status : List.of("InProgress", "Stopping", "Completed")) {
            house.store.insertIfAbsent(new Resource(
                    house.arn("was-" + status.toLowerCase(java.util.Locale.ROOT)),
                    status,
                    Optional.empty(),
                    then,
                    then,
                    TransformHouse.request("x"),
                    Document.EMPTY));
        }

        house.jobs.settle();

        assertThat(house.describe("was-inprogress").getString("FailureReason")).startsWith("InternalServerError");
        assertThat(house.describe("was-stopping").getString("TransformJobStatus"))
                .isEqualTo("Stopped");
        assertThat(house.describe("was-completed").has("TransformEndTime")).isFalse();
    }

    @Test
    void largeAnswersComeBackWhole() {
        house.put("in/a", "1\n2\n3\n");
        List<String> answers = new ArrayList<>();
        program = new ModelProgram(payload -> new Answer(200, payload.strip().repeat(3 << 20)));
        for (int i = 1; i <= 3; i++) {
            answers.add(String.valueOf(i).repeat(3 << 20));
        }

        run(request("job", "BatchStrategy", "SingleRecord").with("MaxConcurrentTransforms", 2));

        assertThat(house.get("out/a.out").orElseThrow().equals(String.join("", answers)))
                .isTrue();
    }

    @Test
    void instancesShareTheObjectsOutEachInItsOwnContainer() {
        for (int i = 0; i < 5; i++) {
            house.put("in/" + i, "x" + i);
        }
        house.put("in/folder/", "");
        List<String> hosts = new CopyOnWriteArrayList<>();
        ModelProgram shouting = program;
        house.engine.handler = exchange -> {
            if (exchange.getRequestURI().getPath().equals("/invocations")) {
                hosts.add(String.valueOf(exchange.getLocalAddress().getPort()));
            }
            shouting.handle(exchange);
        };

        Document job = house.run(with(TransformHouse.request("job"), "TransformResources", "InstanceCount", 3));

        assertThat(job.getString("TransformJobStatus")).isEqualTo("Completed");
        assertThat(shouting.payloads).containsExactlyInAnyOrder("x0", "x1", "x2", "x3", "x4");
        assertThat(house.get("out/4.out")).contains("X4");
        assertThat(house.engine.started).hasSize(3);
        assertThat(hosts.stream().distinct()).hasSize(3);
        assertThat(house.logs.keySet())
                .filteredOn(stream -> stream.matches("job/i-[^/]+/data-log"))
                .hasSize(3);
    }

    @Test
    void moreInstancesThanObjectsLeaveSomeIdle() {
        house.put("in/a", "x");
        Document job = run(with(TransformHouse.request("job"), "TransformResources", "InstanceCount", 2));
        assertThat(job.getString("TransformJobStatus")).isEqualTo("Completed");
        assertThat(program.payloads).containsExactly("x");
    }

    @Test
    void oneInstanceThatFailsFailsTheJobAndKeepsNoOtherBack() {
        house.put("in/1", "bad");
        house.put("in/2", "good");
        program = new ModelProgram(payload -> payload.equals("bad") ? new Answer(400, "no") : new Answer(200, payload));
        Document job = run(with(TransformHouse.request("job"), "TransformResources", "InstanceCount", 2));

        assertThat(job.getString("FailureReason")).isEqualTo("ClientError: See job logs for more information");
        assertThat(house.get("out/1.out")).isEmpty();
        assertThat(house.get("out/2.out")).contains("good");
    }

    @Test
    void gzipThatBreaksOffLeavesNothing() throws IOException {
        var zipped = new ByteArrayOutputStream();
        var random = new Random(1);
        try (var gzip = new GZIPOutputStream(zipped)) {
            for (int i = 0; i < 1_000; i++) {
                gzip.write((new BigInteger(1_000, random) + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
        house.put("in/a.gz", Arrays.copyOf(zipped.toByteArray(), zipped.size() / 2));

        Document request = with(TransformHouse.request("job"), "TransformInput", "CompressionType", "Gzip")
                .with("BatchStrategy", "SingleRecord");
        assertThat(run(request).getString("FailureReason")).isEqualTo("ClientError: See job logs for more information");
        assertThat(program.payloads).isNotEmpty();
        assertThat(house.get("out/a.gz.out")).isEmpty();
        assertThat(house.dataLog("job")).contains("bkt/in/a.gz: ClientError: The object ends within its Gzip data");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../escaped", "/absolute", "link", "absolute link", "hard link", "device", "broken"})
    void archiveThatIsCorruptOrLeadsOutFailsTheJobWithoutAContainer(String name) throws IOException {
        house.put(
                "m.tar.gz",
                switch (name) {
                    case "link" -> special(TarConstants.LF_SYMLINK, "../../..");
                    case "absolute link" -> special(TarConstants.LF_SYMLINK, "/etc/passwd");
                    case "hard link" -> special(TarConstants.LF_LINK, "../../outside");
                    case "device" -> special(TarConstants.LF_CHR, "");
                    case "broken" -> Arrays.copyOf(archive("model", "42"), 40);
                    default -> archive(name, "42");
                });
        house.model(
                "evil",
                Document.parse(
                        "{\"PrimaryContainer\":{\"Image\":\"serving:1\",\"ModelDataUrl\":\"s3://bkt/m.tar.gz\"}}"));
        house.put("in/a", "x");

        assertThat(run(request("job", "ModelName", "evil")).getString("FailureReason"))
                .startsWith("ClientError: Failed to download model data from URL \"s3://bkt/m.tar.gz\".");
        assertThat(house.engine.started).isEmpty();
        assertThat(house.get("out/a.out")).isEmpty();
        assertThat(directory.resolve("escaped")).doesNotExist();
    }

    @Test
    void filterThatFindsNothingInARowFailsItsObject() {
        house.put("in/a.csv", "1,2,3\n4\n");
        Document request = TransformHouse.request("job").with("DataProcessing", Map.of("InputFilter", "$[1]"));

        assertThat(run(request).getString("FailureReason")).isEqualTo("ClientError: See job logs for more information");
        assertThat(house.get("out/a.csv.out")).isEmpty();
        assertThat(house.dataLog("job")).contains("bkt/in/a.csv: Index out of bound for path: $[1]");
    }

    @Test
    void captureNamesWhatWasReadAndMadeAndOutputsHaveIdentifiers() {
        house.put("in/a.csv", "a\nb\n");
        house.put("in/sub/b.csv", "c\n");
        Document request = request(
                "job",
                "DataCaptureConfig",
                Map.of("DestinationS3Uri", "s3://bkt/captured", "GenerateInferenceId", true));

        assertThat(run(request).getString("TransformJobStatus")).isEqualTo("Completed");

        assertThat(house.get("out/a.csv.out").orElseThrow())
                .matches("(?s)A,inference-id,[-0-9T:]{19}Z\nB,inference-id,[-0-9T:]{19}Z\n");
        List<String> keys =
                house.objects.list(new ListRequest("bkt", "captured/", Optional.empty(), 10)).objects().stream()
                        .map(object -> object.uri().key())
                        .toList();
        assertThat(keys).hasSize(2);
        assertThat(keys.get(0)).matches("captured/input/\\d{4}/\\d\\d/\\d\\d/\\d\\d/job\\.json");
        assertThat(house.get(keys.get(0))).contains("[{\"prefix\":\"s3://bkt/in/\"},\"a.csv\",\"sub/b.csv\"]");
        assertThat(house.get(keys.get(1))).contains("[{\"prefix\":\"s3://bkt/out/\"},\"a.csv.out\",\"sub/b.csv.out\"]");
    }

    @Test
    void identifiersGoIntoJsonDocuments() {
        house.put("in/a", "{\"x\":1}");
        program = new ModelProgram(payload -> new Answer(200, "{\"y\":2}"));
        Document request = with(TransformHouse.request("job"), "TransformInput", "SplitType", "None")
                .with(
                        "DataCaptureConfig",
                        Map.of("DestinationS3Uri", "s3://bkt/captured", "GenerateInferenceId", true));
        run(with(request, "TransformOutput", "Accept", "application/json"));

        assertThat(Document.parse(house.get("out/a.out").orElseThrow()).with("SageMakerInferenceTime", "now"))
                .isEqualTo(Document.parse(
                        "{\"y\":2,\"SageMakerInferenceId\":\"inference-id\",\"SageMakerInferenceTime\":\"now\"}"));
    }

    /** An archive of one entry that is no file. */
    private static byte[] special(byte type, String target) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
            var entry = new TarArchiveEntry("model", type);
            entry.setLinkName(target);
            tar.putArchiveEntry(entry);
            tar.closeArchiveEntry();
        }
        return bytes.toByteArray();
    }

    private static byte[] archive(String name, String content) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
            var entry = new TarArchiveEntry(name, true);
            entry.setSize(content.length());
            tar.putArchiveEntry(entry);
            tar.write(content.getBytes(StandardCharsets.UTF_8));
            tar.closeArchiveEntry();
        }
        return bytes.toByteArray();
    }
}
