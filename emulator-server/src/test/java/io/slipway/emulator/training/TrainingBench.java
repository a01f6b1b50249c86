package io.slipway.emulator.training;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.slipway.emulator.store.Resource;
import io.slipway.emulator.wire.Document;
import io.slipway.s3.S3Uri;
import io.slipway.s3.embedded.EmbeddedStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Training jobs on a real store and real S3, with containers that do what a test says. */
final class TrainingBench implements AutoCloseable {

    static final RequestContext CONTEXT = new RequestContext("eu-west-1", "000000000000", "id", "");

    static final String FILE_SYSTEM = "fs-0123456789abcdef0";

    final ScriptedEngine engine;
    final Map<String, List<String>> logs = new ConcurrentHashMap<>();
    /** The training specifications of algorithms, by name. */
    final Map<String, Document> algorithms = new ConcurrentHashMap<>();

    final EmbeddedStore objects;
    final OpenStore open;
    final JobRunner runner = new JobRunner();
    final Path workspaces;
    /** Where the file system {@link #FILE_SYSTEM} is, once it is made. */
    final Path fileSystem;

    final TrainingJobs jobs;
    final TrainingOperations operations;
    volatile Optional<RuntimeException> imageFailure = Optional.empty();
    volatile Optional<Error> imageError = Optional.empty();

    TrainingBench(Path directory) {
        this(directory, 4, GpuPolicy.AUTO, new ScriptedEngine());
    }

    TrainingBench(Path directory, int slots, GpuPolicy gpuPolicy, ScriptedEngine engine) {
        this.engine = engine;
        objects = new EmbeddedStore(directory.resolve("s3"), InstantSource.system());
        objects.createBucket("bkt");
        open = new OpenStore(directory, InstantSource.system());
        workspaces = directory.resolve("jobs");
        JobPlatform platform =
                PlayedPlatform.of(engine, objects, new Images(), logs, runner, workspaces, slots, gpuPolicy);
        fileSystem = directory.resolve("file-system");
        jobs = new TrainingJobs(
                open.store(),
                (region, name) -> Optional.ofNullable(algorithms.get(name)),
                new FileSystems(Map.of(FILE_SYSTEM, fileSystem)),
                platform);
        operations = new TrainingOperations(open.store(), jobs);
    }

    private final class Images implements ImageResolver {
        @Override
        public ImageRef resolve(String image, Consumer<String> progress) {
            imageFailure.ifPresent(failure -> {
                throw failure;
            });
            imageError.ifPresent(error -> {
                throw error;
            });
            progress.accept("Using " + image);
            return new ImageRef("local/" + image);
        }

        @Override
        public boolean isAcceptable(String image) {
            return !image.isBlank();
        }
    }

    /** A request that is complete; single quotes stand for double ones. */
    static Document request(String name) {
        return json("{'TrainingJobName':'" + name + "',"
                + "'AlgorithmSpecification':{'TrainingImage':'image','TrainingInputMode':'File'},"
                + "'RoleArn':'arn:aws:iam::000000000000:role/r',"
                + "'OutputDataConfig':{'S3OutputPath':'s3://bkt/out'},"
                + "'ResourceConfig':{'InstanceType':'ml.m5.large','InstanceCount':1,'VolumeSizeInGB':30},"
                + "'StoppingCondition':{'MaxRuntimeInSeconds':600}}");
    }

    static Document json(String text) {
        return Document.parse(text.replace('\'', '"'));
    }

    static Document channels(String... nameAndUri) {
        var channels = new StringBuilder();
        for (int i = 0; i < nameAndUri.length; i += 2) {
            channels.append(i == 0 ? "" : ",")
                    .append("{'ChannelName':'")
                    .append(nameAndUri[i])
                    .append("','DataSource':{'S3DataSource':{'S3DataType':'S3Prefix','S3Uri':'")
                    .append(nameAndUri[i + 1])
                    .append("'}}}");
        }
        return json("{'InputDataConfig':[" + channels + "]}");
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
        return call(operation, Document.EMPTY.with("TrainingJobName", name));
    }

    static Arn arn(String name) {
        return CONTEXT.arn("training-job", name);
    }

    /** Creates the job and returns its description after its end. */
    Document run(Document request) {
        call("CreateTrainingJob", request);
        return awaitEnd(request.getString("TrainingJobName"));
    }

    Document awaitEnd(String name) {
        var ended = new CountDownLatch(1);
        jobs.whenEnded(arn(name), ended::countDown);
        await(ended);
        return call("DescribeTrainingJob", name);
    }

    static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).as("it happened").isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits until the job has this secondary status. */
    void awaitPhase(String name, String secondaryStatus) {
        var reached = new CountDownLatch(1);
        jobs.addListener(new TrainingListener() {
            @Override
            public void changed(Resource job) {
                check(job);
            }

            private void check(Resource job) {
                if (job.name().equals(name)
                        && job.managed().getString("SecondaryStatus").equals(secondaryStatus)) {
                    reached.countDown();
                }
            }
        });
        open.store()
                .find(arn(name))
                .filter(job -> job.managed().getString("SecondaryStatus").equals(secondaryStatus))
                .ifPresent(job -> reached.countDown());
        await(reached);
    }

    void put(String uri, String content) {
        objects.put(
                S3Uri.parse(uri),
                new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)),
                "binary/octet-stream");
    }

    boolean exists(String uri) {
        return objects.find(S3Uri.parse(uri)).isPresent();
    }

    String text(String uri) {
        try (InputStream content = objects.open(S3Uri.parse(uri))) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The files of a {@code tar.gz} object. */
    Map<String, String> archive(String uri) {
        Map<String, String> files = new TreeMap<>();
        try (var tar = new TarArchiveInputStream(new GZIPInputStream(objects.open(S3Uri.parse(uri))))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                files.put(entry.getName(), new String(tar.readAllBytes(), StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    List<String> log(String name, String host) {
        return logs.getOrDefault("/aws/sagemaker/TrainingJobs:" + name + "/" + host, List.of());
    }

    static List<String> statuses(Document description) {
        return description.documents("SecondaryStatusTransitions").stream()
                .map(transition -> transition.getString("Status"))
                .toList();
    }

    @Override
    public void close() {
        runner.close();
        open.close();
        objects.close();
    }
}
