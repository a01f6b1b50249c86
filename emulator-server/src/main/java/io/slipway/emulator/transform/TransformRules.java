package io.slipway.emulator.transform;

import io.slipway.emulator.aws.Arn;
import io.slipway.emulator.serving.ModelDefinition;
import io.slipway.emulator.wire.ApiException;
import io.slipway.emulator.wire.Document;
import io.slipway.s3.S3Uri;

/** What CreateTransformJob demands beyond its model. */
final class TransformRules {
    private static final int DEFAULT_PAYLOAD = 6;

    private TransformRules() {}

    static void check(Document request) {
        long payload = request.findLong("MaxPayloadInMB").orElse(DEFAULT_PAYLOAD);
        refuse(
                payload > TransformParameters.MOST_MEGABYTES,
                "MaxPayloadInMB must not exceed " + TransformParameters.MOST_MEGABYTES + ".");
        long concurrent = request.findLong("MaxConcurrentTransforms").orElse(0);
        refuse(
                concurrent > 0 && concurrent * Math.max(1, payload) > TransformParameters.MOST_MEGABYTES,
                "MaxConcurrentTransforms * MaxPayloadInMB must not exceed " + TransformParameters.MOST_MEGABYTES + ".");
        checkSettings(request);
        checkJoin(request);
    }

    /**
     * A transform job cannot say which model or container a record is for, so it takes no model that would have to be told.
     *
     * @param model its description
     */
    static void checkModel(Arn arn, Document model) {
        ModelDefinition.obstacle(model).ifPresent(obstacle -> {
            throw ApiException.validation("The model \"" + arn + "\" cannot be used by a transform job: " + obstacle
                    + ", which is not supported.");
        });
        ModelDefinition definition = ModelDefinition.of(model);
        // The service's words for ModelDataSource, which it does not take here either.
        String head = "SageMaker Batch currently doesn't support Model entity with ";
        refuse(definition.isMultiModel(), head + "container definitions which use MultiModel mode.");
        refuse(definition.direct(), head + "InferenceExecutionConfig which uses Direct mode.");
    }

    private static void checkSettings(Document request) {
        try {
            TransformSettings.of(request);
            request.findString("DataCaptureConfig.DestinationS3Uri").ifPresent(S3Uri::parse);
        } catch (IllegalArgumentException e) {
            throw ApiException.validation(String.valueOf(e.getMessage()));
        }
    }

    private static void checkJoin(Document request) {
        if (!request.findString("DataProcessing.JoinSource").orElse("None").equals("Input")) {
            return;
        }
        String contentType = request.findString("TransformInput.ContentType").orElse("");
        refuse(
                !request.findString("TransformOutput.Accept").orElse("").equals(contentType),
                "To join the input with the output, TransformOutput.Accept must be the same as"
                        + " TransformInput.ContentType, [" + contentType + "].");
        String split = request.findString("TransformInput.SplitType").orElse("None");
        refuse(
                !request.findString("TransformOutput.AssembleWith")
                        .orElse("None")
                        .equals(split),
                "To join the input with the output, TransformOutput.AssembleWith must be the same as"
                        + " TransformInput.SplitType, [" + split + "].");
    }

    private static void refuse(boolean broken, String message) {
        if (broken) {
            throw ApiException.validation(message);
        }
    }
}
