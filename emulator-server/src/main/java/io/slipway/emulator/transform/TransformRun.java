package io.slipway.emulator.transform;

import io.slipway.emulator.job.JobLogs;
import io.slipway.emulator.store.Resource;
import io.slipway.emulator.transform.invoke.ExecutionParameters;
import io.slipway.emulator.transform.invoke.InvocationClient;
import io.slipway.emulator.transform.invoke.ModelServerException;
import io.slipway.emulator.wire.Document;
import io.slipway.s3.ObjectStore;
import io.slipway.s3.ObjectStoreException;
import io.slipway.s3.transfer.ObjectSelection;
import io.slipway.s3.transfer.TransferException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;

/** One transform job, from its model's data to its last object. To stop it, interrupt its thread. */
public final class TransformRun {
    static final String LOG_GROUP = "/aws/sagemaker/TransformJobs";

    private final ModelHosting hosting;
    private final ObjectStore objects;
    private final JobLogs logs;
    private final InstantSource clock;

    public TransformRun(ModelHosting hosting, ObjectStore objects, JobLogs logs, InstantSource clock) {
        this.hosting = hosting;
        this.objects = objects;
        this.logs = logs;
        this.clock = clock;
    }

    /**
     * @param model its description
     * @param workspace an empty directory of this run
     * @param stream of the container's log
     */
    TransformOutcome run(Resource job, Document model, Path workspace, String stream) throws InterruptedException {
        TransformSettings settings = TransformSettings.of(job.request());
        if (!objects.bucketExists(settings.output().bucket())) {
            return new TransformOutcome.Failed("ClientError: The bucket of S3OutputPath, \""
                    + settings.output().bucket() + "\", does not exist.");
        }
        var dataLog = new DataLog(logs, job.arn().region(), stream, clock);
        try (HostedModel hosted = hosting.host(job, ModelContainer.of(model), workspace, stream)) {
            ExecutionParameters asked = hosted.awaitServing();
            TransformParameters parameters = TransformParameters.of(job.request(), asked);
            dataLog.add(parameters.describe());
            InvocationClient client = hosted.client(settings.headers(), settings.limits(), workspace);
            return transform(settings, parameters, client, hosted, dataLog);
        } catch (ModelServerException e) {
            return new TransformOutcome.Failed(String.valueOf(e.getMessage()));
        } catch (TransferException e) {
            return new TransformOutcome.Failed("ClientError: " + e.getMessage());
        } catch (ObjectStoreException e) {
            return new TransformOutcome.Failed("ClientError: " + e.code() + ": " + e.getMessage());
        }
    }

    private TransformOutcome transform(
            TransformSettings settings,
            TransformParameters parameters,
            InvocationClient client,
            HostedModel hosted,
            DataLog dataLog)
            throws InterruptedException {
        var slots = new Semaphore(parameters.maxConcurrentTransforms());
        var object = new ObjectTransform(objects, client, settings, parameters, slots);
        InputTransform.Result result = new InputTransform(object, dataLog, parameters)
                .transform(ObjectSelection.of(objects, settings.input()), hosted::isRunning);
        if (result.failure().isPresent()) {
            return new TransformOutcome.Failed(result.failure().get().blame().failureReason());
        }
        return result.objects() > 0
                ? new TransformOutcome.Completed()
                : new TransformOutcome.Failed("ClientError: No S3 objects found under S3 URL \""
                        + settings.input().uri() + "\" given in input data source.");
    }
}
