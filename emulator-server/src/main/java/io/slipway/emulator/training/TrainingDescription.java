package io.slipway.emulator.training;

import io.slipway.emulator.job.JobStatus;
import io.slipway.emulator.store.Resource;
import io.slipway.emulator.wire.Document;
import java.util.List;
import java.util.Optional;

/** A job as Describe, Search and lists show it: with what the service fills in where the request says nothing. */
final class TrainingDescription {

    static final long DEFAULT_MAX_RUNTIME_SECONDS = 86_400;

    static final long PROFILING_INTERVAL = 500;

    private static final List<String> FLAGS =
            List.of("EnableNetworkIsolation", "EnableInterContainerTrafficEncryption", "EnableManagedSpotTraining");

    private TrainingDescription() {}

    /** What a request means where it says nothing: as it is stored. */
    static Document withDefaults(Document request) {
        Document stopping = request.findDocument("StoppingCondition").orElse(Document.EMPTY);
        return stopping.has("MaxRuntimeInSeconds")
                ? request
                : request.with("StoppingCondition", stopping.with("MaxRuntimeInSeconds", DEFAULT_MAX_RUNTIME_SECONDS));
    }

    static Document of(Resource job) {
        Document description = job.description()
                .without("Tags")
                .with("TrainingJobName", job.name())
                .with("TrainingJobArn", job.arn().toString())
                .with("CreationTime", job.creationTime())
                .with("LastModifiedTime", job.lastModifiedTime())
                .with("TuningJobArn", job.parent().map(Object::toString))
                .with("InputDataConfig", channels(job.request()))
                .with(
                        "OutputDataConfig",
                        job.request()
                                .findDocument("OutputDataConfig")
                                .map(output -> withDefault(output, "KmsKeyId", "")))
                .with(
                        "DebugHookConfig",
                        job.request()
                                .findDocument("DebugHookConfig")
                                .map(hook -> withDefault(hook, "CollectionConfigurations", List.of())))
                .with("ProfilerConfig", profiler(job))
                .with("ProfilingStatus", isProfiled(job) ? "Enabled" : "Disabled");
        for (String flag : FLAGS) {
            description = withDefault(description, flag, false);
        }
        boolean keptAlive =
                description.findLong("ResourceConfig.KeepAlivePeriodInSeconds").orElse(0) > 0;
        if (keptAlive && JobStatus.isTerminal(job.status())) {
            // There is no instance to keep.
            description = description.with(
                    "WarmPoolStatus",
                    Document.EMPTY.with("Status", "Terminated").with("ResourceRetainedBillableTimeInSeconds", 0));
        }
        return description;
    }

    private static Optional<List<Document>> channels(Document request) {
        return request.find("InputDataConfig")
                .map(given -> request.documents("InputDataConfig").stream()
                        .map(channel -> withDefault(
                                withDefault(channel, "CompressionType", "None"), "RecordWrapperType", "None"))
                        .toList());
    }

    /** As the request had it, or an update of it. */
    private static Optional<Document> profiler(Resource job) {
        return job.description()
                .findDocument("ProfilerConfig")
                .map(config -> withDefault(config, "ProfilingIntervalInMilliseconds", PROFILING_INTERVAL));
    }

    private static boolean isProfiled(Resource job) {
        return profiler(job).filter(config -> !config.isTrue("DisableProfiler")).isPresent();
    }

    private static Document withDefault(Document document, String name, Object value) {
        return document.has(name) ? document : document.with(name, value);
    }

    static Document summary(Resource job) {
        Document description = of(job);
        return Document.EMPTY
                .with("TrainingJobName", job.name())
                .with("TrainingJobArn", job.arn().toString())
                .with("CreationTime", job.creationTime())
                .with("TrainingEndTime", description.find("TrainingEndTime"))
                .with("LastModifiedTime", job.lastModifiedTime())
                .with("TrainingJobStatus", job.status())
                .with("SecondaryStatus", description.find("SecondaryStatus"))
                .with("WarmPoolStatus", description.find("WarmPoolStatus"))
                .with("TrainingPlanArn", description.find("ResourceConfig.TrainingPlanArn"));
    }
}
