package io.slipway.emulator.processing;

import io.slipway.emulator.store.Resource;
import io.slipway.emulator.wire.Document;
import java.util.List;
import java.util.Optional;

/** What clients see of a job. */
final class ProcessingDescription {

    private static final long DEFAULT_MAX_RUNTIME_SECONDS = 86_400;

    private ProcessingDescription() {}

    /** What a request means where it says nothing: as it is stored. */
    static Document withDefaults(Document request) {
        return request.with(
                        "StoppingCondition",
                        Document.EMPTY
                                .with("MaxRuntimeInSeconds", DEFAULT_MAX_RUNTIME_SECONDS)
                                .withAll(request.findDocument("StoppingCondition")
                                        .orElse(Document.EMPTY)))
                .with("ProcessingInputs", inputs(request))
                .with(
                        "ProcessingOutputConfig",
                        request.findDocument("ProcessingOutputConfig")
                                .map(config -> config.with("Outputs", appManaged(config.documents("Outputs")))));
    }

    private static Optional<List<Document>> inputs(Document request) {
        return request.find("ProcessingInputs")
                .map(given -> appManaged(request.documents("ProcessingInputs").stream()
                        .map(input -> input.with(
                                "S3Input",
                                input.findDocument("S3Input")
                                        .map(s3 -> Document.EMPTY
                                                .with("S3InputMode", "File")
                                                .with("S3DataDistributionType", "FullyReplicated")
                                                .with("S3CompressionType", "None")
                                                .withAll(s3))))
                        .toList()));
    }

    private static List<Document> appManaged(List<Document> channels) {
        return channels.stream()
                .map(channel -> Document.EMPTY.with("AppManaged", false).withAll(channel))
                .toList();
    }

    static Document of(Resource job) {
        return job.description()
                .without("Tags")
                .with("ProcessingJobName", job.name())
                .with("ProcessingJobArn", job.arn().toString())
                .with("ProcessingJobStatus", job.status())
                .with("CreationTime", job.creationTime())
                .with("LastModifiedTime", job.lastModifiedTime());
    }

    static Document summary(Resource job) {
        return Document.EMPTY
                .with("ProcessingJobName", job.name())
                .with("ProcessingJobArn", job.arn().toString())
                .with("CreationTime", job.creationTime())
                .with("ProcessingEndTime", job.managed().find("ProcessingEndTime"))
                .with("LastModifiedTime", job.lastModifiedTime())
                .with("ProcessingJobStatus", job.status())
                .with("FailureReason", job.managed().find("FailureReason"))
                .with("ExitMessage", job.managed().find("ExitMessage"));
    }
}
