package io.slipway.emulator.processing;

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

/** CreateProcessingJob, DescribeProcessingJob, ListProcessingJobs, StopProcessingJob, DeleteProcessingJob. */
public final class ProcessingJobOperations {

    private final ResourceStore store;
    private final ProcessingJobs jobs;

    public ProcessingJobOperations(ResourceStore store, ProcessingJobs jobs) {
        this.store = store;
        this.jobs = jobs;
    }

    public List<Operation> operations() {
        return List.of(
                Operation.sageMaker("CreateProcessingJob", this::create),
                Operation.sageMaker("DescribeProcessingJob", this::describe),
                Operation.sageMaker("ListProcessingJobs", this::list),
                Operation.sageMaker("StopProcessingJob", this::stop),
                Operation.sageMaker("DeleteProcessingJob", this::delete));
    }

    private Document create(RequestContext context, Document request) {
        Arn arn = arn(context, request);
        jobs.create(arn, request);
        return Document.EMPTY.with("ProcessingJobArn", arn.toString());
    }

    private Document describe(RequestContext context, Document request) {
        return ProcessingDescription.of(find(context, request));
    }

    private Document list(RequestContext context, Document request) {
        PageRequest page =
                new ListParameters(request).page(ProcessingJobs.KIND, context.region(), SortBy.CREATION_TIME, false);
        return Listing.of(store, page, "ProcessingJobSummaries", ProcessingDescription::summary);
    }

    private Document stop(RequestContext context, Document request) {
        if (!jobs.stop(arn(context, request))) {
            throw ApiException.validation(
                    "Could not find job to update with name: " + request.getString("ProcessingJobName"));
        }
        return Document.EMPTY;
    }

    private Document delete(RequestContext context, Document request) {
        Resource job = find(context, request);
        if (!JobStatus.isTerminal(job.status())) {
            throw new ApiException(
                    ApiError.RESOURCE_IN_USE,
                    "The processing job " + job.arn() + " cannot be deleted because it is in status " + job.status()
                            + ".");
        }
        store.delete(job.arn());
        return Document.EMPTY;
    }

    private Resource find(RequestContext context, Document request) {
        return store.find(arn(context, request))
                .orElseThrow(() -> ApiException.validation(
                        "Could not find requested job with name: " + request.getString("ProcessingJobName")));
    }

    private static Arn arn(RequestContext context, Document request) {
        return context.arn(ProcessingJobs.KIND, request.getString("ProcessingJobName"));
    }
}
