package io.slipway.emulator.training;

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
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** CreateTrainingJob, DescribeTrainingJob, ListTrainingJobs, StopTrainingJob, UpdateTrainingJob, DeleteTrainingJob. */
public final class TrainingOperations {

    private final ResourceStore store;
    private final TrainingJobs jobs;

    public TrainingOperations(ResourceStore store, TrainingJobs jobs) {
        this.store = store;
        this.jobs = jobs;
    }

    public List<Operation> operations() {
        return List.of(
                Operation.sageMaker("CreateTrainingJob", this::create),
                Operation.sageMaker("DescribeTrainingJob", this::describe),
                Operation.sageMaker("ListTrainingJobs", this::list),
                Operation.sageMaker("StopTrainingJob", this::stop),
                Operation.sageMaker("UpdateTrainingJob", this::update),
                Operation.sageMaker("DeleteTrainingJob", this::delete));
    }

    private Document create(RequestContext context, Document request) {
        return response(jobs.create(arn(context, request), request, Optional.empty()));
    }

    private Document describe(RequestContext context, Document request) {
        return TrainingDescription.of(find(context, request));
    }

    private Document list(RequestContext context, Document request) {
        PageRequest pageRequest =
                new ListParameters(request).page(TrainingJobs.KIND, context.region(), SortBy.CREATION_TIME, false);
        Predicate<Document> filter = summary -> matches(request, summary);
        return Listing.filtered(
                store,
                pageRequest,
                "TrainingJobSummaries",
                job -> Optional.of(TrainingDescription.summary(job)).filter(filter));
    }

    /** The filters that only a few jobs pass and no index serves. */
    private static boolean matches(Document request, Document summary) {
        return equal(request.findString("WarmPoolStatusEquals"), summary.findString("WarmPoolStatus.Status"))
                && equal(request.findString("TrainingPlanArnEquals"), summary.findString("TrainingPlanArn"));
    }

    private static boolean equal(Optional<String> wanted, Optional<String> actual) {
        return wanted.isEmpty() || wanted.equals(actual);
    }

    private Document stop(RequestContext context, Document request) {
        Arn arn = find(context, request).arn();
        if (!jobs.stop(arn)) {
            Resource job = find(context, request);
            throw ApiException.validation(
                    "The request was rejected because the training job is in status " + job.status() + ".");
        }
        return Document.EMPTY;
    }

    private Document update(RequestContext context, Document request) {
        Resource job = find(context, request);
        boolean profiler = request.has("ProfilerConfig") || request.has("ProfilerRuleConfigurations");
        if (profiler && !job.status().equals(JobStatus.IN_PROGRESS)) {
            throw ApiException.validation(
                    "The request was rejected because the training job is in status " + job.status() + ".");
        }
        store.update(job.arn(), before -> before.withManaged(updated(before, request)));
        return response(job.arn());
    }

    private static Document updated(Resource job, Document request) {
        Document managed = job.managed();
        for (String name : List.of("ProfilerConfig", "RemoteDebugConfig", "ResourceConfig")) {
            Optional<Document> change = request.findDocument(name);
            if (change.isPresent()) {
                Document before = job.description().findDocument(name).orElse(Document.EMPTY);
                managed = managed.with(name, before.withAll(change.get()));
            }
        }
        return managed.with("ProfilerRuleConfigurations", request.find("ProfilerRuleConfigurations"));
    }

    private Document delete(RequestContext context, Document request) {
        Resource job = find(context, request);
        if (!JobStatus.isTerminal(job.status())) {
            throw new ApiException(
                    ApiError.RESOURCE_IN_USE,
                    "The training job " + job.arn() + " cannot be deleted because it is in status " + job.status()
                            + ".");
        }
        store.delete(job.arn());
        return Document.EMPTY;
    }

    private Resource find(RequestContext context, Document request) {
        return store.find(arn(context, request))
                .orElseThrow(() -> ApiException.validation("Requested resource not found."));
    }

    private static Arn arn(RequestContext context, Document request) {
        return context.arn(TrainingJobs.KIND, request.getString("TrainingJobName"));
    }

    private static Document response(Arn job) {
        return Document.EMPTY.with("TrainingJobArn", job.toString());
    }
}
