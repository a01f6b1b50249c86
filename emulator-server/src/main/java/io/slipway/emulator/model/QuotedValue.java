package io.slipway.emulator.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.Map;

/** A value as the service's messages quote it. */
final class QuotedValue {

    /** Longer values are left out of messages. */
    private static final int LONGEST = 4096;

    private QuotedValue() {}

    /** In single quotes; empty text if it is too long to be quoted. */
    static String of(JsonNode value) {
        StringBuilder text = new StringBuilder("'");
        return append(text, value) ? text.append('\'').toString() : "";
    }

    private static boolean append(StringBuilder text, JsonNode value) {
        if (value.isArray()) {
            text.append('[');
            for (int i = 0; i < value.size(); i++) {
                if (!append(i == 0 ? text : text.append(", "), value.get(i))) {
                    return false;
                }
            }
            text.append(']');
        } else if (value.isObject()) {
            text.append('{');
            for (Iterator<Map.Entry<String, JsonNode>> entries =
                            value.properties().iterator();
                    entries.hasNext(); ) {
                Map.Entry<String, JsonNode> entry = entries.next();
                if (!append(text.append(entry.getKey()).append('='), entry.getValue())) {
                    return false;
                }
                text.append(entries.hasNext() ? ", " : "");
            }
            text.append('}');
        } else {
            text.append(value.asText());
        }
        return text.length() <= LONGEST;
    }
}
