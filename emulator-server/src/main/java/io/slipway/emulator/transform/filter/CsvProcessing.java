package io.slipway.emulator.transform.filter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.slipway.emulator.transform.record.MalformedInputException;
import java.util.ArrayList;
import java.util.List;

/** Rows of cells. A cell keeps its very text, quotes included. */
record CsvProcessing(FilterPath input, FilterPath output, boolean joinsInput) implements DataProcessing {
    @Override
    public byte[] apply(byte[] record) throws MalformedInputException {
        if (input.isRoot()) {
            return record;
        }
        List<String> rows = new ArrayList<>();
        for (String row : TextLines.of(record)) {
            rows.add(filtered(input, row));
        }
        return TextLines.join(rows);
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
        List<String> rows = TextLines.of(response);
        if (joinsInput) {
            rows = joined(originals, rows);
        }
        List<String> kept = new ArrayList<>();
        for (String row : rows) {
            kept.add(filtered(output, row));
        }
        return TextLines.join(kept);
    }

    private static List<String> joined(List<byte[]> originals, List<String> answers) throws MalformedInputException {
        List<String> rows = new ArrayList<>();
        originals.forEach(original -> rows.addAll(TextLines.of(original)));
        if (rows.size() != answers.size()) {
            throw new MalformedInputException("Failed to join the input with the output of the algorithm: "
                    + rows.size() + " input rows, but " + answers.size() + " output rows");
        }
        List<String> joined = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            joined.add(rows.get(i) + "," + answers.get(i));
        }
        return joined;
    }

    private static String filtered(FilterPath path, String row) throws MalformedInputException {
        if (path.isRoot()) {
            return row;
        }
        ArrayNode cells = JsonNodeFactory.instance.arrayNode();
        cells(row).forEach(cells::add);
        JsonNode selected = path.select(cells);
        if (!selected.isArray()) {
            return selected.asText();
        }
        List<String> kept = new ArrayList<>();
        selected.forEach(cell -> kept.add(cell.asText()));
        return String.join(",", kept);
    }

    /** RFC 4180: a comma within quotes divides nothing. */
    static List<String> cells(String row) {
        List<String> cells = new ArrayList<>();
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < row.length(); i++) {
            char c = row.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                cells.add(row.substring(start, i));
                start = i + 1;
            }
        }
        cells.add(row.substring(start));
        return cells;
    }
}
