package io.slipway.emulator.transform;

import io.slipway.emulator.transform.filter.DataProcessing;
import io.slipway.emulator.transform.filter.FilterPath;
import io.slipway.emulator.transform.filter.IdentifiedRecords;
import io.slipway.emulator.transform.invoke.InvocationClient;
import io.slipway.emulator.transform.record.SplitType;
import io.slipway.emulator.wire.Document;
import io.slipway.s3.S3Uri;
import io.slipway.s3.transfer.S3Source;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a transform job's request says of its data, with the service's defaults.
 *
 * @param output under which the results go
 * @param gzip whether the objects are compressed
 * @param assembleLines whether each answer ends its line
 * @param processing if records or answers are changed on their way
 * @param identified the type of the output if its records get identifiers
 */
record TransformSettings(
        S3Source input,
        S3Uri output,
        SplitType splitType,
        boolean gzip,
        boolean assembleLines,
        Optional<DataProcessing> processing,
        Optional<String> identified,
        InvocationClient.RequestHeaders headers,
        InvocationClient.Limits limits) {
    private static final int DEFAULT_TIMEOUT_SECONDS = 600;
    private static final int DEFAULT_RETRIES = 3;

    /** @throws IllegalArgumentException if a URI or a filter is not one */
    static TransformSettings of(Document request) {
        return new TransformSettings(
                S3Source.of(
                        request.getString("TransformInput.DataSource.S3DataSource.S3DataType"),
                        request.getString("TransformInput.DataSource.S3DataSource.S3Uri")),
                S3Uri.parse(request.getString("TransformOutput.S3OutputPath")),
                SplitType.of(request.findString("TransformInput.SplitType").orElse("None")),
                request.findString("TransformInput.CompressionType")
                        .orElse("None")
                        .equals("Gzip"),
                request.findString("TransformOutput.AssembleWith")
                        .orElse("None")
                        .equals("Line"),
                processing(request),
                identified(request),
                new InvocationClient.RequestHeaders(
                        request.findString("TransformInput.ContentType").filter(type -> !type.isEmpty()),
                        request.findString("TransformOutput.Accept").filter(type -> !type.isEmpty())),
                new InvocationClient.Limits(
                        Duration.ofSeconds(request.findLong("ModelClientConfig.InvocationsTimeoutInSeconds")
                                .orElse(DEFAULT_TIMEOUT_SECONDS)),
                        (int) request.findLong("ModelClientConfig.InvocationsMaxRetries")
                                .orElse(DEFAULT_RETRIES)));
    }

    private static Optional<DataProcessing> processing(Document request) {
        FilterPath input = FilterPath.parse(filter(request, "InputFilter"));
        FilterPath output = FilterPath.parse(filter(request, "OutputFilter"));
        boolean joinsInput =
                request.findString("DataProcessing.JoinSource").orElse("None").equals("Input");
        if (input.isRoot() && output.isRoot() && !joinsInput) {
            return Optional.empty();
        }
        String contentType = request.findString("TransformInput.ContentType").orElse("");
        return Optional.of(DataProcessing.of(contentType, input, output, joinsInput));
    }

    private static Optional<String> identified(Document request) {
        if (!request.isTrue("DataCaptureConfig.GenerateInferenceId")) {
            return Optional.empty();
        }
        String type = request.findString("TransformOutput.Accept")
                .filter(accept -> !accept.isEmpty())
                .or(() -> request.findString("TransformInput.ContentType"))
                .orElse("");
        return Optional.of(IdentifiedRecords.checked(type));
    }

    /** The same, where each record of the output gets an identifier if the request says so. */
    TransformSettings identifying(Supplier<String> identifiers, InstantSource clock) {
        return new TransformSettings(
                input,
                output,
                splitType,
                gzip,
                assembleLines,
                identified
                        .<DataProcessing>map(type -> new IdentifiedRecords(processing, type, identifiers, clock))
                        .or(() -> processing),
                identified,
                headers,
                limits);
    }

    private static String filter(Document request, String name) {
        return request.findString("DataProcessing." + name)
                .filter(path -> !path.isEmpty())
                .orElse("$");
    }
}
