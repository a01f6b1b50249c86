package io.slipway.emulator.endpoints.invoke;

import io.slipway.emulator.wire.Document;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * How requests are written down.
 *
 * @param config the endpoint's {@code DataCaptureConfig}
 */
record CapturedRecord(Document config) {

    /** The beginning of a file's name, below its folder. */
    static final DateTimeFormatter FILE =
            DateTimeFormatter.ofPattern("uuuu/MM/dd/HH/mm-ss-SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    String line(InvocationRequest request, WholeAnswer answer, byte[] input, Instant now) {
        Document data = Document.EMPTY;
        if (captures("Input")) {
            data = data.with("endpointInput", data("INPUT", request.contentType(), input));
        }
        if (captures("Output")) {
            data = data.with("endpointOutput", data("OUTPUT", answer.contentType(), answer.body()));
        }
        Document metadata = Document.EMPTY
                .with("eventId", UUID.randomUUID().toString())
                .with("inferenceId", request.inferenceId())
                .with("customAttributes", request.customAttributes().map(List::of))
                .with("inferenceTime", now.truncatedTo(ChronoUnit.SECONDS).toString());
        return Document.EMPTY
                .with("captureData", data)
                .with("eventMetadata", metadata)
                .with("eventVersion", "0")
                .toJson();
    }

    private boolean captures(String side) {
        return config.documents("CaptureOptions").stream()
                .map(option -> option.getString("CaptureMode"))
                .anyMatch(mode -> mode.equals(side) || mode.equals("InputAndOutput"));
    }

    private Document data(String mode, Optional<String> contentType, byte[] bytes) {
        String encoding = encoding(contentType.orElse(""));
        String text = encoding.equals("BASE64")
                ? Base64.getEncoder().encodeToString(bytes)
                : new String(bytes, StandardCharsets.UTF_8);
        return Document.EMPTY
                .with("observedContentType", contentType)
                .with("mode", mode)
                .with("data", text)
                .with("encoding", encoding);
    }

    private String encoding(String contentType) {
        int semicolon = contentType.indexOf(';');
        String type = (semicolon < 0 ? contentType : contentType.substring(0, semicolon))
                .strip()
                .toLowerCase(Locale.ROOT);
        if (types("CsvContentTypes", "text/csv").contains(type)) {
            return "CSV";
        }
        return types("JsonContentTypes", "application/json").contains(type) ? "JSON" : "BASE64";
    }

    private List<String> types(String member, String otherwise) {
        List<String> types = config.strings("CaptureContentTypeHeader." + member);
        return types.isEmpty() ? List.of(otherwise) : types;
    }
}
