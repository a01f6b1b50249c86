package io.slipway.emulator.transform;

import io.slipway.container.ContainerEngine;
import io.slipway.container.ContainerNetwork;
import io.slipway.container.ContainerSpec;
import io.slipway.container.ImageNotFoundException;
import io.slipway.container.ImageRef;
import io.slipway.container.InitialFile;
import io.slipway.container.Mount;
import io.slipway.container.NetworkMode;
import io.slipway.container.ResourceLimits;
import io.slipway.container.RunningContainer;
import io.slipway.emulator.job.Allotment;
import io.slipway.emulator.job.ContainerAccess;
import io.slipway.emulator.job.GpuPolicy;
import io.slipway.emulator.job.ImageResolver;
import io.slipway.emulator.job.InstanceType;
import io.slipway.emulator.job.JobLabels;
import io.slipway.emulator.job.JobLogs;
import io.slipway.emulator.store.Resource;
import io.slipway.emulator.transform.invoke.ModelServer;
import io.slipway.emulator.transform.invoke.ModelServerException;
import io.slipway.emulator.wire.Document;
import io.slipway.s3.ObjectStoreException;
import io.slipway.s3.S3Uri;
import io.slipway.s3.transfer.ArchiveExtraction;
import io.slipway.s3.transfer.TransferException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings a model's container up for a transform job: image, model data, environment. */
public final class ModelHosting {
    private static final Logger LOG = LoggerFactory.getLogger(ModelHosting.class);
    private static final String MODEL = "/opt/ml/model";
    private static final String HOST = "container-1";

    private final ContainerEngine engine;
    private final ImageResolver images;
    private final ArchiveExtraction archives;
    private final Supplier<ContainerAccess> access;
    private final JobLabels labels;
    private final GpuPolicy gpus;
    private final JobLogs logs;
    private final InstantSource clock;

    public ModelHosting(
            ContainerEngine engine,
            ImageResolver images,
            ArchiveExtraction archives,
            Supplier<ContainerAccess> access,
            JobLabels labels,
            GpuPolicy gpus,
            JobLogs logs,
            InstantSource clock) {
        this.engine = engine;
        this.images = images;
        this.archives = archives;
        this.access = access;
        this.labels = labels;
        this.gpus = gpus;
        this.logs = logs;
        this.clock = clock;
    }

    /**
     * Starts the container; it need not serve yet.
     *
     * @throws ModelServerException if it cannot be started, with the job's failure reason
     */
    HostedModel host(Resource job, ModelContainer model, Path workspace, String stream)
            throws ModelServerException, InterruptedException {
        String region = job.arn().region();
        ImageRef image = resolve(model.image(), region, stream);
        Optional<Path> data = unpack(model, workspace.resolve("model"));
        ResourceLimits limits = limits(job, stream);
        Optional<ContainerNetwork> network = model.isolated()
                ? Optional.of(engine.openNetwork(labels.name(job.arn(), HOST), labels.of(job.arn()), true))
                : Optional.empty();
        try {
            RunningContainer container = engine.start(spec(job, model, image, data, limits, network));
            container.follow(line -> logs.append(region, TransformRun.LOG_GROUP, stream, line.time(), line.text()));
            return HostedModel.of(container, network);
        } catch (RuntimeException e) {
            network.ifPresent(ContainerNetwork::close);
            throw e;
        }
    }

    private ResourceLimits limits(Resource job, String stream) throws ModelServerException {
        String type = job.request().getString("TransformResources.InstanceType");
        try {
            Allotment allotment = Allotment.of(InstanceType.of(type), engine.describe(), gpus);
            allotment
                    .notice()
                    .ifPresent(notice ->
                            logs.append(job.arn().region(), TransformRun.LOG_GROUP, stream, clock.instant(), notice));
            return allotment.limits();
        } catch (Allotment.NoGpuException e) {
            throw new ModelServerException("CapacityError: " + e.getMessage());
        }
    }

    private ImageRef resolve(String image, String region, String stream)
            throws ModelServerException, InterruptedException {
        try {
            return images.resolve(
                    image, line -> logs.append(region, TransformRun.LOG_GROUP, stream, clock.instant(), line));
        } catch (ImageNotFoundException e) {
            LOG.info("no image for {}: {}", image, e.getMessage());
            throw new ModelServerException(
                    "ClientError: Cannot pull algorithm container. Either the image does not exist"
                            + " or its permissions are incorrect. " + e.getMessage());
        }
    }

    private Optional<Path> unpack(ModelContainer model, Path directory) throws ModelServerException {
        if (model.modelDataUrl().isEmpty()) {
            return Optional.empty();
        }
        String url = model.modelDataUrl().get();
        try {
            archives.extract(S3Uri.parse(url), directory);
            return Optional.of(directory);
        } catch (ObjectStoreException | TransferException | IllegalArgumentException e) {
            LOG.info("no model data from {}: {}", url, e.getMessage());
            throw new ModelServerException("ClientError: Failed to download model data from URL \"" + url
                    + "\". Please ensure that there is an object located at the URL. " + e.getMessage());
        }
    }

    private ContainerSpec spec(
            Resource job,
            ModelContainer model,
            ImageRef image,
            Optional<Path> data,
            ResourceLimits limits,
            Optional<ContainerNetwork> network) {
        return new ContainerSpec(
                labels.name(job.arn(), HOST),
                image,
                Optional.empty(),
                Optional.of(List.of("serve")),
                environment(job, model),
                labels.of(job.arn()),
                HOST,
                data.isPresent() ? List.of() : List.of(new InitialFile.EmptyDirectory(MODEL)),
                data.map(path -> List.of(new Mount(path, MODEL, Mount.Mode.COPY_ON_WRITE)))
                        .orElse(List.of()),
                limits,
                network.<NetworkMode>map(opened -> new NetworkMode.Joined(opened, HOST))
                        .orElseGet(NetworkMode.Standard::new),
                List.of(ModelServer.PORT));
    }

    private Map<String, String> environment(Resource job, ModelContainer model) {
        Document request = job.request();
        Map<String, String> environment =
                new LinkedHashMap<>(access.get().environment(job.arn().region(), model.image()));
        environment.putAll(model.environment());
        environment.putAll(request.stringMap("Environment"));
        environment.put("SAGEMAKER_BATCH", "true");
        request.findString("MaxPayloadInMB").ifPresent(value -> environment.put("SAGEMAKER_MAX_PAYLOAD_IN_MB", value));
        request.findString("BatchStrategy")
                .ifPresent(value -> environment.put(
                        "SAGEMAKER_BATCH_STRATEGY", value.equals("MultiRecord") ? "MULTI_RECORD" : "SINGLE_RECORD"));
        request.findString("MaxConcurrentTransforms")
                .ifPresent(value -> environment.put("SAGEMAKER_MAX_CONCURRENT_TRANSFORMS", value));
        return environment;
    }
}
