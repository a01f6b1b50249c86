package io.slipway.emulator.transform;

import io.slipway.container.ImageNotFoundException;
import io.slipway.container.ImageRef;
import io.slipway.container.ResourceLimits;
import io.slipway.container.RunningContainer;
import io.slipway.emulator.job.Allotment;
import io.slipway.emulator.job.FailureReasons;
import io.slipway.emulator.job.JobLogs;
import io.slipway.emulator.serving.ContainerDefinition;
import io.slipway.emulator.serving.ModelContainers;
import io.slipway.emulator.serving.ModelDataException;
import io.slipway.emulator.serving.ModelDefinition;
import io.slipway.emulator.serving.ModelDownload;
import io.slipway.emulator.serving.ModelFiles;
import io.slipway.emulator.store.Resource;
import io.slipway.emulator.transform.invoke.ModelServerException;
import io.slipway.emulator.wire.Document;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings a model's containers up for a transform job. */
public final class ModelHosting {
    private static final Logger LOG = LoggerFactory.getLogger(ModelHosting.class);

    private final ModelContainers containers;
    private final ModelDownload download;
    private final JobLogs logs;
    private final InstantSource clock;

    public ModelHosting(ModelContainers containers, ModelDownload download, JobLogs logs, InstantSource clock) {
        this.containers = containers;
        this.download = download;
        this.logs = logs;
        this.clock = clock;
    }

    /**
     * Starts the containers; they need not serve yet.
     *
     * @throws ModelServerException if one cannot be started, with the job's failure reason
     */
    HostedModel host(Resource job, ModelDefinition model, Path workspace, String stream)
            throws ModelServerException, InterruptedException {
        var hosted = new HostedModel();
        try {
            for (ContainerDefinition definition : model.containers()) {
                String own = model.containers().size() == 1 ? stream : stream + "/" + definition.hostname();
                hosted.add(start(job, model, definition, workspace.resolve(definition.hostname()), own));
            }
            return hosted;
        } catch (ModelServerException | InterruptedException | RuntimeException e) {
            hosted.close();
            throw e;
        }
    }

    private RunningContainer start(
            Resource job, ModelDefinition model, ContainerDefinition definition, Path directory, String stream)
            throws ModelServerException, InterruptedException {
        ImageRef image = resolve(definition.image(), job, stream);
        RunningContainer container = containers.start(new ModelContainers.Launch(
                job.arn(),
                definition,
                image,
                fetch(definition, directory),
                environment(job.request()),
                Map.of(),
                limits(job, stream),
                model.isolated()));
        container.follow(
                line -> logs.append(job.arn().region(), TransformRun.LOG_GROUP, stream, line.time(), line.text()));
        return container;
    }

    private ResourceLimits limits(Resource job, String stream) throws ModelServerException {
        try {
            Allotment allotment = containers.allotment(job.request().getString("TransformResources.InstanceType"));
            allotment.notice().ifPresent(notice -> log(job, stream, notice));
            return allotment.limits();
        } catch (Allotment.NoGpuException e) {
            throw new ModelServerException(FailureReasons.ofCapacity(String.valueOf(e.getMessage())));
        }
    }

    private ImageRef resolve(String image, Resource job, String stream)
            throws ModelServerException, InterruptedException {
        try {
            return containers.resolve(image, line -> log(job, stream, line));
        } catch (ImageNotFoundException e) {
            LOG.info("no image for {}: {}", image, e.getMessage());
            throw new ModelServerException(
                    "ClientError: Cannot pull algorithm container. Either the image does not exist"
                            + " or its permissions are incorrect. " + e.getMessage());
        }
    }

    private ModelFiles fetch(ContainerDefinition definition, Path directory)
            throws ModelServerException, InterruptedException {
        try {
            return ModelFiles.fetch(download, definition, directory);
        } catch (ModelDataException e) {
            LOG.info("no model data from {}: {}", e.url(), e.reason());
            throw new ModelServerException("ClientError: Failed to download model data from URL \"" + e.url()
                    + "\". Please ensure that there is an object located at the URL. " + e.reason());
        }
    }

    private static Map<String, String> environment(Document request) {
        Map<String, String> environment = new LinkedHashMap<>(request.stringMap("Environment"));
        environment.put("SAGEMAKER_BATCH", "true");
        request.findString("MaxPayloadInMB").ifPresent(value -> environment.put("SAGEMAKER_MAX_PAYLOAD_IN_MB", value));
        request.findString("BatchStrategy")
                .ifPresent(value -> environment.put(
                        "SAGEMAKER_BATCH_STRATEGY", value.equals("MultiRecord") ? "MULTI_RECORD" : "SINGLE_RECORD"));
        request.findString("MaxConcurrentTransforms")
                .ifPresent(value -> environment.put("SAGEMAKER_MAX_CONCURRENT_TRANSFORMS", value));
        return environment;
    }

    private void log(Resource job, String stream, String line) {
        logs.append(job.arn().region(), TransformRun.LOG_GROUP, stream, clock.instant(), line);
    }
}
