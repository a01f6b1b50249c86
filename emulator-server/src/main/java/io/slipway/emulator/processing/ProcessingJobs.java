package io.slipway.emulator.processing;

import io.slipway.emulator.aws.Arn;
import io.slipway.emulator.job.FailureReasons;
import io.slipway.emulator.job.JobPlatform;
import io.slipway.emulator.job.JobStatus;
import io.slipway.emulator.job.RunningJob;
import io.slipway.emulator.store.Resource;
import io.slipway.emulator.store.ResourceStore;
import io.slipway.emulator.wire.ApiError;
import io.slipway.emulator.wire.ApiException;
import io.slipway.emulator.wire.Document;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts processing jobs, stops them, and settles what a crash left. May be used from many threads. */
public final class ProcessingJobs {

    static final String KIND = "processing-job";

    private static final Logger LOG = LoggerFactory.getLogger(ProcessingJobs.class);

    private final ResourceStore store;
    private final JobPlatform platform;
    private final ProcessingRules rules;
    private final ProcessingProgress progress;
    private final Duration continuousInterval;

    public ProcessingJobs(ResourceStore store, JobPlatform platform) {
        this(store, platform, Duration.ofSeconds(5));
    }

    /** @param continuousInterval between two looks at what continuous outputs hold */
    ProcessingJobs(ResourceStore store, JobPlatform platform, Duration continuousInterval) {
        this.store = store;
        this.platform = platform;
        this.rules = new ProcessingRules(platform.images()::isAcceptable);
        this.continuousInterval = continuousInterval;
        this.progress = new ProcessingProgress(store, platform.clock());
    }

    /**
     * Makes and starts a job; when this returns it is on disk.
     *
     * @param request as for {@code CreateProcessingJob}, its shape already checked
     * @throws ApiException if it is refused
     */
    void create(Arn job, Document request) {
        rules.check(request);
        Instant now = progress.now();
        var resource = new Resource(
                job,
                JobStatus.IN_PROGRESS,
                Optional.empty(),
                now,
                now,
                ProcessingDescription.withDefaults(request),
                Document.EMPTY);
        if (!store.insertIfAbsent(resource)) {
            throw new ApiException(
                    ApiError.RESOURCE_IN_USE,
                    "Job name must be unique within an AWS account and region, and a job with this name already exists ("
                            + job + ")");
        }
        platform.runner().start(job, self -> run(self, resource));
    }

    private void run(RunningJob self, Resource resource) throws InterruptedException {
        try {
            new ProcessingRun(platform, progress, resource, continuousInterval).run(self);
        } catch (RuntimeException | Error e) {
            // The run settles what goes wrong in it; this is for what goes wrong around it.
            LOG.error("{} could not be run", resource.arn().resource(), e);
            self.settle();
            progress.finish(
                    resource.arn(), new ProcessingOutcome.Failed(FailureReasons.ofPlatform("")), Optional.empty());
        }
    }

    /**
     * Asks a job to stop, and returns at once.
     *
     * @return false if there is no such job
     * @throws ApiException if it has ended or stops already
     */
    boolean stop(Arn job) {
        Optional<Resource> stopping = store.update(job, before -> {
            if (!before.status().equals(JobStatus.IN_PROGRESS)) {
                throw ApiException.validation(
                        "The request was rejected because the processing job is in status " + before.status() + ".");
            }
            return before.withStatus(JobStatus.STOPPING);
        });
        platform.runner().requestStop(job);
        return stopping.isPresent();
    }

    /** Ends the jobs that ran when the program did. To be called once, before any job is started. */
    public void settle() {
        for (Resource job : store.withStatus(KIND, JobStatus.ON_ITS_WAY)) {
            progress.finish(
                    job.arn(),
                    new ProcessingOutcome.Failed(FailureReasons.ofPlatform("(Slipway was stopped while the job ran.)")),
                    Optional.empty());
        }
    }
}
