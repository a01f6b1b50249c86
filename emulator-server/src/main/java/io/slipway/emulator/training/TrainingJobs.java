package io.slipway.emulator.training;

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
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Training jobs, for the API and for those who run them as parts of their own. May be used from many threads. */
public final class TrainingJobs {

    public static final String KIND = "training-job";

    private static final Logger LOG = LoggerFactory.getLogger(TrainingJobs.class);

    private final ResourceStore store;
    private final Algorithms algorithms;
    private final JobPlatform platform;
    private final TrainingRules rules;
    private final InputDataRules inputDataRules;
    private final SharedChannels shared;
    private final FileSystems fileSystems;
    private final TrainingListeners listeners = new TrainingListeners();
    private final TrainingProgress progress;

    public TrainingJobs(ResourceStore store, Algorithms algorithms, FileSystems fileSystems, JobPlatform platform) {
        this.store = store;
        this.algorithms = algorithms;
        this.platform = platform;
        this.rules = new TrainingRules(platform.images()::isAcceptable);
        this.inputDataRules = new InputDataRules(platform.objects());
        this.fileSystems = fileSystems;
        this.shared = new SharedChannels(platform.workspaces());
        this.progress = new TrainingProgress(store, listeners, platform.clock());
    }

    public void addListener(TrainingListener listener) {
        listeners.add(listener);
    }

    /**
     * Makes and starts a job. Listeners may hear of it before this returns; when it returns the job is on disk.
     *
     * @param request as for {@code CreateTrainingJob}, its shape already checked
     * @param parent what the job belongs to
     * @throws ApiException if it is refused
     */
    public Arn create(Arn job, Document request, Optional<Arn> parent) {
        store.find(job).ifPresent(TrainingJobs::refuseDuplicate);
        TrainingAlgorithm algorithm = checked(job.region(), request);
        Document stored = algorithm.complete(TrainingDescription.withDefaults(request));
        Document managed = algorithm
                .managed(stored)
                .with(
                        "ModelArtifacts",
                        Document.EMPTY.with(
                                "S3ModelArtifacts", Artifacts.model(stored).toString()));
        Instant now = progress.now();
        var resource =
                new Resource(job, JobStatus.IN_PROGRESS, parent, now, now, stored, TrainingState.initial(managed, now));
        if (!store.insertIfAbsent(resource)) {
            refuseDuplicate(resource);
        }
        listeners.changed(resource);
        platform.runner().start(job, self -> run(self, resource));
        return job;
    }

    private void run(RunningJob self, Resource resource) throws InterruptedException {
        try {
            new TrainingRun(platform, shared, fileSystems, progress, listeners, resource).run(self);
        } catch (RuntimeException | Error e) {
            // The run settles what goes wrong in it; this is for what goes wrong around it.
            LOG.error("{} could not be run", resource.arn().resource(), e);
            self.settle();
            progress.finish(
                    resource.arn(), new TrainingOutcome.Failed(FailureReasons.ofPlatform("")), Optional.empty());
        }
    }

    /**
     * Does nothing but say what {@link #create} would of such a request, its data in S3 included.
     *
     * @throws ApiException if it would be refused
     */
    public void check(String region, Document request) {
        checked(region, request);
    }

    private TrainingAlgorithm checked(String region, Document request) {
        rules.check(request);
        TrainingAlgorithm algorithm = request.findString("AlgorithmSpecification.AlgorithmName")
                .map(name -> registered(region, name, request))
                .orElseGet(() -> TrainingAlgorithm.ofImage(request));
        inputDataRules.check(region, request);
        return algorithm;
    }

    private TrainingAlgorithm registered(String region, String name, Document request) {
        Document specification = algorithms
                .trainingSpecification(region, name)
                .orElseThrow(() -> ApiException.validation("Algorithm with name " + name + " does not exist."));
        new AlgorithmTerms(name, specification).check(request);
        return TrainingAlgorithm.registered(specification);
    }

    /**
     * Makes and starts a job that is part of another's work; does nothing if that was done before.
     *
     * @throws ApiException if it is refused
     */
    public void createChild(Arn parent, Document request) {
        Arn job = Arn.sageMaker(parent.region(), parent.account(), KIND, request.getString("TrainingJobName"));
        boolean there = store.find(job)
                .flatMap(Resource::parent)
                .filter(known -> known.toString().equalsIgnoreCase(parent.toString()))
                .isPresent();
        if (!there) {
            create(job, request, Optional.of(parent));
        }
    }

    /** Asks a job to stop; false if it has ended, stops already or does not exist. Returns at once. */
    public boolean stop(Arn job) {
        var begun = new AtomicBoolean();
        progress.change(job, before -> {
            begun.set(before.status().equals(JobStatus.IN_PROGRESS));
            return TrainingState.enter(before, Phase.STOPPING, progress.now());
        });
        if (begun.get()) {
            platform.runner().requestStop(job);
        }
        return begun.get();
    }

    /**
     * Has something done once a job has ended and that is on disk: at once if it has ended already or does not exist.
     *
     * @param then must be quick and not throw; called once, on any thread
     */
    public void whenEnded(Arn job, Runnable then) {
        listeners.onEnd(job, then);
        boolean ended = store.find(job)
                .map(found -> JobStatus.isTerminal(found.status()))
                .orElse(true);
        if (ended) {
            listeners.ended(job);
        }
    }

    /** Settles the jobs that were under way when the program ended. To be called once, before jobs are started. */
    public void recover() {
        for (Resource job : store.withStatus(KIND, JobStatus.ON_ITS_WAY)) {
            TrainingOutcome outcome = job.status().equals(JobStatus.STOPPING)
                    ? new TrainingOutcome.Stopped()
                    : new TrainingOutcome.Failed(FailureReasons.ofPlatform("(Slipway was stopped while the job ran.)"));
            progress.finish(job.arn(), outcome, Optional.empty());
        }
    }

    private static void refuseDuplicate(Resource existing) {
        throw new ApiException(
                ApiError.RESOURCE_IN_USE,
                "Training job names must be unique within an AWS account and region, and a training job with this name"
                        + " already exists (" + existing.arn() + ")");
    }
}
