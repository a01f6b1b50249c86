package io.slipway.emulator.tuning;

import io.slipway.emulator.aws.Arn;
import io.slipway.emulator.dispatch.Operation;
import io.slipway.emulator.dispatch.RequestContext;
import io.slipway.emulator.job.JobStatus;
import io.slipway.emulator.store.ListParameters;
import io.slipway.emulator.store.Listing;
import io.slipway.emulator.store.PageRequest;
import io.slipway.emulator.store.PageRequest.SortBy;
import io.slipway.emulator.store.Resource;
import io.slipway.emulator.store.ResourceStore;
import io.slipway.emulator.wire.ApiError;
import io.slipway.emulator.wire.ApiException;
import io.slipway.emulator.wire.Document;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Create-, Describe-, List-, Stop- and DeleteHyperParameterTuningJob, and the list of a tuning job's training jobs. */
public final class TuningJobOperations {
    private static final String NAME = "HyperParameterTuningJobName";
    private static final String SAMPLE_SUFFIX = "00000000";

    private final ResourceStore store;
    private final TuningJobs jobs;
    private final TrainingJobs trainingJobs;
    private final TuningRules rules;
    private final LongSupplier seeds;
    private final InstantSource clock;
    private final InheritedMetrics inherited;
    private final RegisteredAlgorithms registered;
    private final WarmStartRules warmStartRules;
    private final TrialListing trials;
    private final TuningDescription descriptions;

    /** @param seeds of tuning jobs whose requests have none, at random */
    public TuningJobOperations(
            ResourceStore store,
            TuningJobs jobs,
            TrainingJobs trainingJobs,
            Algorithms algorithms,
            TuningRules rules,
            LongSupplier seeds,
            InstantSource clock) {
        this.store = store;
        this.jobs = jobs;
        this.trainingJobs = trainingJobs;
        this.rules = rules;
        this.seeds = seeds;
        this.clock = clock;
        this.inherited = new InheritedMetrics(store);
        this.registered = new RegisteredAlgorithms(algorithms);
        this.warmStartRules = new WarmStartRules(store);
        this.trials = new TrialListing(store);
        this.descriptions = new TuningDescription(store, clock);
    }

    public List<Operation> operations() {
        return List.of(
                Operation.sageMaker("CreateHyperParameterTuningJob", this::create),
                Operation.sageMaker("DescribeHyperParameterTuningJob", this::describe),
                Operation.sageMaker("ListHyperParameterTuningJobs", this::list),
                Operation.sageMaker("StopHyperParameterTuningJob", this::stop),
                Operation.sageMaker("DeleteHyperParameterTuningJob", this::delete),
                Operation.sageMaker("ListTrainingJobsForHyperParameterTuningJob", this::listTrainingJobs));
    }

    private Document create(RequestContext context, Document request) {
        Arn arn = arn(context, request);
        rules.checkForm(request);
        Document stored = TuningRequest.stored(registered.complete(context.region(), inherited.metrics(arn, request)));
        rules.checkContent(stored);
        warmStartRules.check(arn, stored);
        stored = TuningRequest.withMaximum(stored, TuningJob.maximumTrainingJobs(stored));
        Instant now = Instant.ofEpochMilli(clock.millis());
        Document managed = TuningFigures.none()
                .with(
                        TuningJob.STORED_SEED,
                        request.findLong("HyperParameterTuningJobConfig.RandomSeed")
                                .orElseGet(seeds));
        var resource = new Resource(arn, JobStatus.IN_PROGRESS, Optional.empty(), now, now, stored, managed);
        checkTrainingJobs(context, TuningJob.of(resource), now);
        if (!store.insertIfAbsent(resource)) {
            throw new ApiException(
                    ApiError.RESOURCE_IN_USE,
                    "A hyperparameter tuning job with the name, " + arn.name()
                            + ", already exists. Choose a different name.");
        }
        jobs.start(resource);
        return Document.EMPTY.with("HyperParameterTuningJobArn", arn.toString());
    }

    /** What CreateTrainingJob would refuse later is refused now. */
    private void checkTrainingJobs(RequestContext context, TuningJob job, Instant now) {
        var names = new TrialNames(job.arn().name(), () -> SAMPLE_SUFFIX);
        for (int definition = 0; definition < job.definitions().size(); definition++) {
            for (Map<String, String> tuned :
                    SampleValues.of(job.definitions().get(definition).space())) {
                var sample = new TuningTrial(1, names.next(1), definition, now, tuned, Optional.empty());
                trainingJobs.check(
                        context, TrainingRequest.of(job, sample, job.request().documents("Tags")));
            }
        }
    }

    private Document describe(RequestContext context, Document request) {
        return descriptions.of(get(context, request));
    }

    private Document list(RequestContext context, Document request) {
        PageRequest page = new ListParameters(request).page(TuningJob.KIND, context.region(), SortBy.NAME, false);
        return Listing.of(store, page, "HyperParameterTuningJobSummaries", descriptions::summary);
    }

    private Document stop(RequestContext context, Document request) {
        Arn arn = arn(context, request);
        if (store.update(arn, TuningJobOperations::stopping).isEmpty()) {
            throw notFound(arn);
        }
        jobs.requestStop(arn);
        return Document.EMPTY;
    }

    private static Resource stopping(Resource job) {
        if (!job.status().equals(JobStatus.IN_PROGRESS)) {
            throw ApiException.validation("The request was rejected because the hyperparameter tuning job is in status "
                    + job.status() + ".");
        }
        return job.withStatus(JobStatus.STOPPING);
    }

    private Document delete(RequestContext context, Document request) {
        Resource job = get(context, request);
        if (job.status().equals(JobStatus.IN_PROGRESS) || job.status().equals(JobStatus.STOPPING)) {
            throw ApiException.validation("The request was rejected because the hyperparameter tuning job is in status "
                    + job.status() + ".");
        }
        new TrialStore(store).deleteAll(job.arn());
        store.delete(job.arn());
        return Document.EMPTY;
    }

    private Document listTrainingJobs(RequestContext context, Document request) {
        return trials.list(TuningJob.of(get(context, request)), request);
    }

    private Resource get(RequestContext context, Document request) {
        Arn arn = arn(context, request);
        return store.find(arn).orElseThrow(() -> notFound(arn));
    }

    private static Arn arn(RequestContext context, Document request) {
        return context.arn(TuningJob.KIND, request.getString(NAME));
    }

    private static ApiException notFound(Arn arn) {
        return new ApiException(
                ApiError.RESOURCE_NOT_FOUND,
                "Amazon SageMaker can't find a tuning job called " + arn.name() + ". Type another name.");
    }
}
