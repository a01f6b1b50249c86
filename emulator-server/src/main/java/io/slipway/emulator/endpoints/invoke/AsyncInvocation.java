package io.slipway.emulator.endpoints.invoke;

import io.slipway.emulator.aws.Arn;
import io.slipway.emulator.dispatch.RequestContext;
import io.slipway.emulator.store.Resource;
import io.slipway.emulator.wire.Document;
import io.slipway.s3.S3Uri;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** An asynchronous request as it is stored until it is answered. */
record AsyncInvocation(Resource resource) {

    static final String KIND = "async-invocation";
    static final String QUEUED = "Queued";

    private static final String CONTENT_TYPE = "ContentType";
    private static final String ACCEPT = "Accept";
    private static final String CUSTOM_ATTRIBUTES = "CustomAttributes";
    private static final String INFERENCE_ID = "InferenceId";
    private static final String INPUT = "InputLocation";
    private static final String OUTPUT = "OutputLocation";
    private static final String FAILURE = "FailureLocation";
    private static final String TIMEOUT = "InvocationTimeoutSeconds";
    private static final String TIME_TO_LIVE = "RequestTTLSeconds";
    private static final String ENDPOINT = "EndpointName";

    static AsyncInvocation of(
            String id,
            InvocationRequest request,
            Accepted accepted,
            String inputLocation,
            long timeoutSeconds,
            long timeToLiveSeconds,
            Instant now) {
        RequestContext context = request.context();
        Document document = Document.EMPTY
                .with(ENDPOINT, request.endpoint())
                .with(CONTENT_TYPE, request.contentType())
                .with(ACCEPT, request.accept())
                .with(CUSTOM_ATTRIBUTES, request.customAttributes())
                .with(INFERENCE_ID, accepted.inferenceId())
                .with(INPUT, inputLocation)
                .with(OUTPUT, accepted.outputLocation())
                .with(FAILURE, accepted.failureLocation())
                .with(TIMEOUT, timeoutSeconds)
                .with(TIME_TO_LIVE, timeToLiveSeconds);
        Arn arn = context.arn(KIND, id);
        return new AsyncInvocation(new Resource(
                arn,
                QUEUED,
                Optional.of(context.arn("endpoint", request.endpoint())),
                now,
                now,
                document,
                Document.EMPTY));
    }

    Arn arn() {
        return resource.arn();
    }

    InvocationRequest request() {
        Document document = resource.request();
        return new InvocationRequest(
                new RequestContext(arn().region(), arn().account(), arn().name(), ""),
                document.getString(ENDPOINT),
                document.findString(CONTENT_TYPE),
                document.findString(ACCEPT),
                document.findString(CUSTOM_ATTRIBUTES),
                document.findString(INFERENCE_ID),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    S3Uri input() {
        return S3Uri.parse(resource.request().getString(INPUT));
    }

    S3Uri output() {
        return S3Uri.parse(resource.request().getString(OUTPUT));
    }

    Optional<S3Uri> failure() {
        return resource.request().findString(FAILURE).map(S3Uri::parse);
    }

    Duration timeout() {
        return Duration.ofSeconds(resource.request().getLong(TIMEOUT));
    }

    boolean isExpired(Instant now) {
        Duration life = Duration.ofSeconds(resource.request().getLong(TIME_TO_LIVE));
        return now.isAfter(resource.creationTime().plus(life));
    }
}
