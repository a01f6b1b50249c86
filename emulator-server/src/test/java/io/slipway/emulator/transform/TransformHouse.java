package io.slipway.emulator.transform;

import io.slipway.container.ImageNotFoundException;
import io.slipway.container.ImageRef;
import io.slipway.emulator.aws.Arn;
import io.slipway.emulator.dispatch.RequestContext;
import io.slipway.emulator.job.ContainerAccess;
import io.slipway.emulator.job.ContainerSlots;
import io.slipway.emulator.job.GpuPolicy;
import io.slipway.emulator.job.ImageResolver;
import io.slipway.emulator.job.JobLabels;
import io.slipway.emulator.job.JobLogs;
import io.slipway.emulator.job.JobRunner;
import io.slipway.emulator.job.Workspaces;
import io.slipway.emulator.serving.ModelContainers;
import io.slipway.emulator.serving.ModelDownload;
import io.slipway.emulator.store.OpenStore;
import io.slipway.emulator.store.Resource;
import io.slipway.emulator.store.ResourceStore;
import io.slipway.emulator.wire.Document;
import io.slipway.s3.S3Uri;
import io.slipway.s3.embedded.EmbeddedStore;
import io.slipway.s3.transfer.ExtractionLimits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Everything that transform jobs need, in one temporary directory. */
final class TransformHouse implements AutoCloseable {
    static final RequestContext CONTEXT = new RequestContext("eu-west-1", "000000000000", "id", "");
    private static final InstantSource CLOCK = InstantSource.system();

    final LoopbackEngine engine = new LoopbackEngine();
    final EmbeddedStore objects;
    final ResourceStore store;
    final ConcurrentMap<String, ConcurrentLinkedQueue<String>> logs = new ConcurrentHashMap<>();
    final TransformJobs jobs;

    private final AtomicInteger instances = new AtomicInteger();
    private final OpenStore open;
    private final JobRunner runner = new JobRunner();
    private final TransformJobOperations operations;

    TransformHouse(Path directory) {
        objects = new EmbeddedStore(directory.resolve("s3"), CLOCK);
        objects.createBucket("bkt");
        open = new OpenStore(directory, CLOCK);
        store = open.store();
        JobLogs jobLogs = (region, group, stream, time, line) -> logs.computeIfAbsent(
                        stream, name -> new ConcurrentLinkedQueue<>())
                .add(line);
        var hosting = new ModelHosting(
                new ModelContainers(
                        engine,
                        engine.describe(),
                        new Images(),
                        () -> new ContainerAccess("http://127.0.0.1:4566", "key", "secret", Optional.empty()),
                        new JobLabels("test", () -> "1"),
                        GpuPolicy.AUTO),
                new ModelDownload(objects, new ExtractionLimits(1 << 20, 100)),
                jobLogs,
                CLOCK);
        jobs = new TransformJobs(
                store,
                new TransformRun(hosting, objects, jobLogs, () -> "inference-id", CLOCK),
                runner,
                new ContainerSlots(4),
                new Workspaces(directory.resolve("workspaces")),
                jobLogs,
                () -> "i-%017x".formatted(instances.incrementAndGet()),
                CLOCK);
        operations = new TransformJobOperations(store, jobs, CLOCK);
        model(
                "m",
                Document.parse("{\"PrimaryContainer\":{\"Image\":\"serving:1\",\"Environment\":{\"A\":\"model\"}}}"));
    }

    void model(String name, Document request) {
        Instant now = CLOCK.instant();
        store.insertIfAbsent(
                new Resource(CONTEXT.arn("model", name), "", Optional.empty(), now, now, request, Document.EMPTY));
    }

    void put(String key, String content) {
        put(key, content.getBytes(StandardCharsets.UTF_8));
    }

    void put(String key, byte[] content) {
        objects.put(new S3Uri("bkt", key), new ByteArrayInputStream(content), "text/csv");
    }

    Optional<String> get(String key) {
        S3Uri uri = new S3Uri("bkt", key);
        if (objects.find(uri).isEmpty()) {
            return Optional.empty();
        }
        try (InputStream stream = objects.open(uri)) {
            return Optional.of(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Document call(String operation, Document request) {
        return operations.operations().stream()
                .filter(row -> row.name().equals(operation))
                .findFirst()
                .orElseThrow()
                .handler()
                .handle(CONTEXT, request);
    }

    Document describe(String name) {
        return call("DescribeTransformJob", Document.EMPTY.with("TransformJobName", name));
    }

    /** A request for all below {@code in/}, by lines. */
    static Document request(String name) {
        return Document.parse("""
                {"TransformJobName":"%s","ModelName":"m",
                 "TransformInput":{"DataSource":{"S3DataSource":{"S3DataType":"S3Prefix","S3Uri":"s3://bkt/in/"}},
                   "ContentType":"text/csv","SplitType":"Line"},
                 "TransformOutput":{"S3OutputPath":"s3://bkt/out/"},
                 "ModelClientConfig":{"InvocationsMaxRetries":0},
                 "TransformResources":{"InstanceType":"ml.m5.large","InstanceCount":1}}
                """.formatted(name));
    }

    /** Starts a job and waits for its end. */
    Document run(Document request) {
        call("CreateTransformJob", request);
        return await(request.getString("TransformJobName"));
    }

    Document await(String name) {
        return await(name, job -> job.has("TransformEndTime"));
    }

    Document await(String name, Predicate<Document> condition) {
        while (true) {
            Document job = describe(name);
            if (condition.test(job)) {
                return job;
            }
            Thread.onSpinWait();
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    List<String> dataLog(String job) {
        return logs.entrySet().stream()
                .filter(stream -> stream.getKey().startsWith(job + "/i-")
                        && stream.getKey().endsWith("/data-log"))
                .flatMap(stream -> stream.getValue().stream())
                .map(line -> line.substring(line.indexOf(":[sagemaker logs]: ") + ":[sagemaker logs]: ".length()))
                .toList();
    }

    Arn arn(String name) {
        return CONTEXT.arn("transform-job", name);
    }

    @Override
    public void close() {
        runner.close();
        open.close();
        objects.close();
    }

    private static final class Images implements ImageResolver {
        @Override
        public ImageRef resolve(String image, Consumer<String> progress) {
            var ref = new ImageRef(image);
            if (image.startsWith("missing")) {
                throw new ImageNotFoundException(ref, "build it with slipway images");
            }
            return ref;
        }

        @Override
        public boolean isAcceptable(String image) {
            return true;
        }
    }
}
