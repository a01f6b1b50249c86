package io.slipway.emulator.processing;

import io.slipway.container.ImageNotFoundException;
import io.slipway.container.ImageRef;
import io.slipway.emulator.aws.Arn;
import io.slipway.emulator.dispatch.RequestContext;
import io.slipway.emulator.job.GpuPolicy;
import io.slipway.emulator.job.ImageResolver;
import io.slipway.emulator.job.JobPlatform;
import io.slipway.emulator.job.JobRunner;
import io.slipway.emulator.job.PlayedPlatform;
import io.slipway.emulator.job.ScriptedEngine;
import io.slipway.emulator.store.OpenStore;
import io.slipway.emulator.wire.Document;
import io.slipway.s3.S3Uri;
import io.slipway.s3.embedded.EmbeddedStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Processing jobs on a real store and real S3, with containers that do what a test says. */
final class ProcessingHouse implements AutoCloseable {

    static final RequestContext CONTEXT = new RequestContext("eu-west-1", "000000000000", "id", "");

    final ScriptedEngine engine = new ScriptedEngine();
    final Map<String, List<String>> logs = new ConcurrentHashMap<>();
    final EmbeddedStore objects;
    final OpenStore open;
    final JobRunner runner = new JobRunner();
    final ProcessingJobs jobs;
    final ProcessingJobOperations operations;

    ProcessingHouse(Path directory, int slots) {
        objects = new EmbeddedStore(directory.resolve("s3"), InstantSource.system());
        objects.createBucket("bkt");
        open = new OpenStore(directory, InstantSource.system());
        JobPlatform platform = PlayedPlatform.of(
                engine, objects, new Images(), logs, runner, directory.resolve("jobs"), slots, GpuPolicy.AUTO);
        jobs = new ProcessingJobs(open.store(), platform, Duration.ofMillis(5));
        operations = new ProcessingJobOperations(open.store(), jobs);
    }

    private static final class Images implements ImageResolver {
        @Override
        public ImageRef resolve(String image, Consumer<String> progress) {
            if (image.startsWith("missing")) {
                throw new ImageNotFoundException(new ImageRef(image), "build it");
            }
            return new ImageRef("local/" + image);
        }

        @Override
        public boolean isAcceptable(String image) {
            return !image.isBlank();
        }
    }

    /** A request that is complete. */
    static Document request(String name) {
        return Document.parse("""
                {"ProcessingJobName":"%s","RoleArn":"arn:aws:iam::000000000000:role/r",
                 "AppSpecification":{"ImageUri":"image:1"},
                 "ProcessingResources":{"ClusterConfig":
                   {"InstanceCount":1,"InstanceType":"ml.m5.large","VolumeSizeInGB":30}}}
                """.formatted(name));
    }

    static Document instances(Document request, int count) {
        return request.with(
                "ProcessingResources",
                Map.of("ClusterConfig", Map.of("InstanceCount", count, "InstanceType", "ml.m5.large")));
    }

    /** An input of the objects below {@code s3://bkt/<name>/}, at {@code /opt/ml/processing/<name>}. */
    static Document input(String name) {
        return Document.parse("""
                {"InputName":"%1$s","S3Input":{"S3Uri":"s3://bkt/%1$s/","LocalPath":"/opt/ml/processing/%1$s",
                  "S3DataType":"S3Prefix"}}
                """.formatted(name));
    }

    /** An output from {@code /opt/ml/processing/<name>} to {@code s3://bkt/out/<name>}. */
    static Document output(String name, String mode) {
        return Document.parse("""
                {"OutputName":"%1$s","S3Output":{"S3Uri":"s3://bkt/out/%1$s","LocalPath":"/opt/ml/processing/%1$s",
                  "S3UploadMode":"%2$s"}}
                """.formatted(name, mode));
    }

    static Document withInputs(Document request, Document... inputs) {
        return request.with("ProcessingInputs", List.of(inputs));
    }

    static Document withOutputs(Document request, Document... outputs) {
        return request.with("ProcessingOutputConfig", Map.of("Outputs", List.of(outputs)));
    }

    Document call(String operation, Document request) {
        return operations.operations().stream()
                .filter(row -> row.name().equals(operation))
                .findFirst()
                .orElseThrow()
                .handler()
                .handle(CONTEXT, request);
    }

    Document call(String operation, String name) {
        return call(operation, Document.EMPTY.with("ProcessingJobName", name));
    }

    /** Creates the job and returns its description after its end. */
    Document run(Document request) {
        call("CreateProcessingJob", request);
        return awaitEnd(request.getString("ProcessingJobName"));
    }

    Document awaitEnd(String name) {
        return await(name, job -> job.has("ProcessingEndTime"));
    }

    Document await(String name, Predicate<Document> condition) {
        while (true) {
            Document job = call("DescribeProcessingJob", name);
            if (condition.test(job)) {
                return job;
            }
            LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
        }
    }

    static Arn arn(String name) {
        return CONTEXT.arn("processing-job", name);
    }

    void put(String key, String content) {
        objects.put(
                new S3Uri("bkt", key),
                new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)),
                "text/plain");
    }

    Optional<String> get(String key) {
        S3Uri uri = new S3Uri("bkt", key);
        if (objects.find(uri).isEmpty()) {
            return Optional.empty();
        }
        try (InputStream content = objects.open(uri)) {
            return Optional.of(new String(content.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> log(String name, String host) {
        return logs.getOrDefault("/aws/sagemaker/ProcessingJobs:" + name + "/" + host, List.of());
    }

    @Override
    public void close() {
        runner.close();
        open.close();
        objects.close();
    }
}
