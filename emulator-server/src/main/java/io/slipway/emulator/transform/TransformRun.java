package io.slipway.emulator.transform;

import io.slipway.emulator.job.Background;
import io.slipway.emulator.job.JobLogs;
import io.slipway.emulator.serving.ModelDefinition;
import io.slipway.emulator.store.Resource;
import io.slipway.emulator.transform.invoke.ExecutionParameters;
import io.slipway.emulator.transform.invoke.InvocationClient;
import io.slipway.emulator.transform.invoke.ModelServerException;
import io.slipway.emulator.wire.Document;
import io.slipway.s3.ObjectStore;
import io.slipway.s3.ObjectStoreException;
import io.slipway.s3.transfer.ObjectSelection;
import io.slipway.s3.transfer.SelectedObject;
import io.slipway.s3.transfer.Shard;
import io.slipway.s3.transfer.TransferException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One transform job, from its model's data to its last object. To stop it, interrupt its thread. */
public final class TransformRun {
    static final String LOG_GROUP = "/aws/sagemaker/TransformJobs";

    private final ModelHosting hosting;
    private final ObjectStore objects;
    private final JobLogs logs;
    private final Supplier<String> inferenceIds;
    private final InstantSource clock;

    /** @param inferenceIds identifiers that never repeat */
    public TransformRun(
            ModelHosting hosting,
            ObjectStore objects,
            JobLogs logs,
            Supplier<String> inferenceIds,
            InstantSource clock) {
        this.hosting = hosting;
        this.objects = objects;
        this.logs = logs;
        this.inferenceIds = inferenceIds;
        this.clock = clock;
    }

    /**
     * @param model its description
     * @param workspace an empty directory of this run
     * @param streams the log of each instance's container
     */
    TransformOutcome run(Resource job, Document model, Path workspace, List<String> streams)
            throws InterruptedException {
        TransformSettings settings = TransformSettings.of(job.request()).identifying(inferenceIds, clock);
        Optional<DataCapture> capture = DataCapture.of(job.request());
        if (!objects.bucketExists(settings.output().bucket())) {
            return new TransformOutcome.Failed("ClientError: The bucket of S3OutputPath, \""
                    + settings.output().bucket() + "\", does not exist.");
        }
        Consumer<SelectedObject> transformed = object -> capture.ifPresent(captured -> captured.add(object));
        List<Background<InstanceResult>> instances = new ArrayList<>();
        try {
            for (String stream : streams) {
                Shard shard = new Shard(instances.size() + 1, streams.size());
                Path own = workspace.resolve("instance-" + shard.host());
                instances.add(Background.start(() -> instance(job, model, settings, shard, own, stream, transformed)));
            }
            TransformOutcome outcome = outcome(settings, instances);
            capture.ifPresent(captured -> captured.store(objects, settings, clock.instant()));
            return outcome;
        } catch (TransferException e) {
            return new TransformOutcome.Failed("ClientError: " + e.getMessage());
        } catch (ObjectStoreException e) {
            return new TransformOutcome.Failed("ClientError: " + e.code() + ": " + e.getMessage());
        } finally {
            instances.forEach(Background::close);
        }
    }

    /**
     * What became of one instance's part of the input.
     *
     * @param failure the reason, if something failed
     */
    private record InstanceResult(long objects, Optional<String> failure) {}

    private static TransformOutcome outcome(TransformSettings settings, List<Background<InstanceResult>> instances)
            throws InterruptedException {
        long transformed = 0;
        Optional<String> failure = Optional.empty();
        for (Background<InstanceResult> instance : instances) {
            InstanceResult result = instance.await();
            transformed += result.objects();
            failure = failure.or(result::failure);
        }
        if (failure.isPresent()) {
            return new TransformOutcome.Failed(failure.get());
        }
        return transformed > 0
                ? new TransformOutcome.Completed()
                : new TransformOutcome.Failed("ClientError: No S3 objects found under S3 URL \""
                        + settings.input().uri() + "\" given in input data source.");
    }

    private InstanceResult instance(
            Resource job,
            Document model,
            TransformSettings settings,
            Shard shard,
            Path directory,
            String stream,
            Consumer<SelectedObject> transformed)
            throws InterruptedException {
        var dataLog = new DataLog(logs, job.arn().region(), stream, clock);
        try (HostedModel hosted = hosting.host(job, ModelDefinition.of(model), makeDirectory(directory), stream)) {
            ExecutionParameters asked = hosted.awaitServing();
            TransformParameters parameters = TransformParameters.of(job.request(), asked);
            dataLog.add(parameters.describe());
            InvocationClient client = hosted.client(settings.headers(), settings.limits(), directory);
            var slots = new Semaphore(parameters.maxConcurrentTransforms());
            var object = new ObjectTransform(objects, client, settings, parameters, slots, transformed);
            InputTransform.Result result = new InputTransform(object, dataLog, parameters)
                    .transform(ObjectSelection.of(objects, settings.input()), shard, hosted::isRunning);
            return new InstanceResult(
                    result.objects(),
                    result.failure().map(first -> first.blame().failureReason()));
        } catch (ModelServerException e) {
            return new InstanceResult(0, Optional.of(String.valueOf(e.getMessage())));
        }
    }

    private static Path makeDirectory(Path directory) {
        try {
            return Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
