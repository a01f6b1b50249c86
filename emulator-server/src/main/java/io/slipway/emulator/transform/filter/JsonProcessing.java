package io.slipway.emulator.transform.filter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.emulator.transform.record.MalformedInputException;
import io.slipway.emulator.wire.Document;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * JSON documents.
 *
 * @param lines whether each line is one; otherwise each record is
 */
record JsonProcessing(FilterPath input, FilterPath output, boolean joinsInput, boolean lines)
        implements DataProcessing {
    private static final String INPUT = "SageMakerInput";
    private static final String OUTPUT = "SageMakerOutput";

    @Override
    public byte[] apply(byte[] record) throws MalformedInputException {
        if (input.isRoot()) {
            return record;
        }
        List<String> filtered = new ArrayList<>();
        for (JsonNode document : documents(record, "input")) {
            filtered.add(input.select(document).toString());
        }
        return text(filtered);
    }

    @Override
    public boolean keepsOriginals() {
        return joinsInput;
    }

    @Override
    public byte[] answer(List<byte[]> originals, byte[] response) throws MalformedInputException {
        if (!joinsInput && output.isRoot()) {
            return response;
        }
        List<JsonNode> documents = documents(response, "output from the algorithm");
        if (joinsInput) {
            documents = joined(originals, documents);
        }
        List<String> kept = new ArrayList<>();
        for (JsonNode document : documents) {
            kept.add(output.select(document).toString());
        }
        return text(kept);
    }

    private List<JsonNode> joined(List<byte[]> originals, List<JsonNode> answers) throws MalformedInputException {
        List<JsonNode> records = new ArrayList<>();
        for (byte[] original : originals) {
            records.addAll(documents(original, "input"));
        }
        if (records.size() != answers.size()) {
            throw new MalformedInputException("Failed to join the input with the output of the algorithm: "
                    + records.size() + " input documents, but " + answers.size() + " output documents");
        }
        List<JsonNode> joined = new ArrayList<>();
        for (int i = 0; i < records.size(); i++) {
            joined.add(joined(records.get(i), answers.get(i)));
        }
        return joined;
    }

    private static JsonNode joined(JsonNode record, JsonNode answer) {
        ObjectNode both = JsonNodeFactory.instance.objectNode();
        if (record instanceof ObjectNode members) {
            both.setAll(members);
            both.remove(OUTPUT);
        } else {
            both.set(INPUT, record);
        }
        both.set(OUTPUT, answer);
        return both;
    }

    private List<JsonNode> documents(byte[] text, String what) throws MalformedInputException {
        List<String> sources = lines ? TextLines.of(text) : List.of(new String(text, StandardCharsets.UTF_8));
        List<JsonNode> documents = new ArrayList<>();
        for (String source : sources) {
            if (!source.isBlank()) {
                documents.add(document(source, what));
            }
        }
        return documents;
    }

    private static JsonNode document(String source, String what) throws MalformedInputException {
        try {
            return Document.JSON.readTree(source);
        } catch (JsonProcessingException e) {
            throw new MalformedInputException("Failed to parse " + what + " as JSON");
        }
    }

    private byte[] text(List<String> documents) {
        return lines ? TextLines.join(documents) : String.join("", documents).getBytes(StandardCharsets.UTF_8);
    }
}
