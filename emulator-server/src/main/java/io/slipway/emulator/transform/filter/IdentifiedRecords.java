package io.slipway.emulator.transform.filter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.emulator.transform.record.MalformedInputException;
import io.slipway.emulator.wire.Document;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Gives each record of the output an identifier and the time, by which data capture is matched with the truth later.
 *
 * @param before what else is done to records
 * @param type of the output, as {@link #checked} gives it
 * @param identifiers that never repeat
 * @see <a href="https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-data-capture-batch.html">Data capture</a>
 */
public record IdentifiedRecords(
        Optional<DataProcessing> before, String type, Supplier<String> identifiers, InstantSource clock)
        implements DataProcessing {
    private static final String CSV = "text/csv";
    private static final String JSON_LINES = "application/jsonlines";
    private static final List<String> TYPES = List.of(CSV, "application/json", JSON_LINES);

    /**
     * A content type without its parameters.
     *
     * @throws IllegalArgumentException if records of it cannot be given identifiers
     */
    public static String checked(String contentType) {
        String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!TYPES.contains(type)) {
            throw new IllegalArgumentException("GenerateInferenceId is available for the content types text/csv,"
                    + " application/json and application/jsonlines only.");
        }
        return type;
    }

    @Override
    public byte[] apply(byte[] record) throws IOException {
        return before.isPresent() ? before.get().apply(record) : record;
    }

    @Override
    public boolean keepsOriginals() {
        return before.isPresent() && before.get().keepsOriginals();
    }

    @Override
    public byte[] answer(List<byte[]> originals, byte[] response) throws IOException {
        byte[] answer = before.isPresent() ? before.get().answer(originals, response) : response;
        if (type.equals("application/json")) {
            return json(new String(answer, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
        }
        List<String> lines = new ArrayList<>();
        for (String line : TextLines.of(answer)) {
            lines.add(type.equals(CSV) ? line + "," + identifiers.get() + "," + time() : json(line));
        }
        return TextLines.join(lines);
    }

    private String json(String text) throws MalformedInputException {
        JsonNode document = parse(text);
        ObjectNode identified = JsonNodeFactory.instance.objectNode();
        if (document instanceof ObjectNode members) {
            identified.setAll(members);
        } else {
            identified.set("SageMakerOutput", document);
        }
        return identified
                .put("SageMakerInferenceId", identifiers.get())
                .put("SageMakerInferenceTime", time())
                .toString();
    }

    private static JsonNode parse(String text) throws MalformedInputException {
        try {
            return Document.JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new MalformedInputException("Failed to parse output from the algorithm as JSON");
        }
    }

    private String time() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
