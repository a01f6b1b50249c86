package io.slipway.emulator.transform;

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
import java.util.Optional;

/** CreateTransformJob, DescribeTransformJob, ListTransformJobs, StopTransformJob. */
public final class TransformJobOperations {
    private static final String MODEL = "model";

    private final ResourceStore store;
    private final TransformJobs jobs;
    private final InstantSource clock;

    public TransformJobOperations(ResourceStore store, TransformJobs jobs, InstantSource clock) {
        this.store = store;
        this.jobs = jobs;
        this.clock = clock;
    }

    public List<Operation> operations() {
        return List.of(
                Operation.sageMaker("CreateTransformJob", this::create),
                Operation.sageMaker("DescribeTransformJob", this::describe),
                Operation.sageMaker("ListTransformJobs", this::list),
                Operation.sageMaker("StopTransformJob", this::stop));
    }

    private Document create(RequestContext context, Document request) {
        TransformRules.check(request);
        Arn modelArn = context.arn(MODEL, request.getString("ModelName"));
        Document model = store.find(modelArn)
                .map(Resource::description)
                .orElseThrow(() -> ApiException.validation("Could not find model \"" + modelArn + "\"."));
        TransformRules.checkModel(modelArn, model);
        Arn arn = arn(context, request);
        Instant now = Instant.ofEpochMilli(clock.millis());
        var job = new Resource(
                arn, JobStatus.IN_PROGRESS, Optional.empty(), now, now, withDefaults(request), Document.EMPTY);
        if (!store.insertIfAbsent(job)) {
            throw new ApiException(
                    ApiError.RESOURCE_IN_USE,
                    "Job name must be unique within an AWS account and region, and a job with this name already exists ("
                            + arn + ")");
        }
        jobs.start(job, model);
        return Document.EMPTY.with("TransformJobArn", arn.toString());
    }

    /** What Describe shows although it was not sent. */
    private static Document withDefaults(Document request) {
        Document input = request.findDocument("TransformInput").orElseThrow();
        Document output = request.findDocument("TransformOutput").orElseThrow();
        Document processing = request.findDocument("DataProcessing").orElse(Document.EMPTY);
        return request.with(
                        "TransformInput",
                        Document.EMPTY
                                .with("CompressionType", "None")
                                .with("SplitType", "None")
                                .withAll(input))
                .with(
                        "TransformOutput",
                        Document.EMPTY
                                .with("AssembleWith", "None")
                                .with("KmsKeyId", "")
                                .withAll(output))
                .with(
                        "DataProcessing",
                        Document.EMPTY
                                .with("InputFilter", "$")
                                .with("OutputFilter", "$")
                                .with("JoinSource", "None")
                                .withAll(processing));
    }

    private Document describe(RequestContext context, Document request) {
        String name = request.getString("TransformJobName");
        Resource job = store.find(arn(context, request))
                .orElseThrow(() -> ApiException.validation("Could not find requested job with name: " + name));
        return job.description()
                .with("TransformJobName", job.name())
                .with("TransformJobArn", job.arn().toString())
                .with("TransformJobStatus", job.status())
                .with("CreationTime", job.creationTime());
    }

    private Document list(RequestContext context, Document request) {
        PageRequest page =
                new ListParameters(request).page(TransformJobs.KIND, context.region(), SortBy.CREATION_TIME, true);
        return Listing.of(store, page, "TransformJobSummaries", TransformJobOperations::summary);
    }

    private static Document summary(Resource job) {
        return Document.EMPTY
                .with("TransformJobName", job.name())
                .with("TransformJobArn", job.arn().toString())
                .with("CreationTime", job.creationTime())
                .with("TransformEndTime", job.managed().find("TransformEndTime"))
                .with("LastModifiedTime", job.lastModifiedTime())
                .with("TransformJobStatus", job.status())
                .with("FailureReason", job.managed().find("FailureReason"));
    }

    private Document stop(RequestContext context, Document request) {
        String name = request.getString("TransformJobName");
        Arn arn = arn(context, request);
        if (store.update(arn, TransformJobOperations::stopping).isEmpty()) {
            throw ApiException.validation("Could not find job to update with name: " + name);
        }
        jobs.requestStop(arn);
        return Document.EMPTY;
    }

    private static Resource stopping(Resource job) {
        if (!job.status().equals(JobStatus.IN_PROGRESS)) {
            throw ApiException.validation(
                    "The request was rejected because the transform job is in status " + job.status());
        }
        return job.withStatus(JobStatus.STOPPING);
    }

    private static Arn arn(RequestContext context, Document request) {
        return context.arn(TransformJobs.KIND, request.getString("TransformJobName"));
    }
}
