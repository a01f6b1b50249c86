package io.slipway.emulator.store;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.emulator.wire.Document;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;

/** A stored document of which only some members are wanted. */
final class PartialDocument {

    private PartialDocument() {}

    static Document read(String json, Set<String> members) {
        ObjectNode partial = JsonNodeFactory.instance.objectNode();
        if (members.isEmpty()) {
            return Document.EMPTY;
        }
        try (JsonParser parser = Document.JSON.createParser(json)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                if (members.contains(name)) {
                    partial.set(name, parser.<JsonNode>readValueAsTree());
                } else {
                    parser.skipChildren();
                }
            }
            return Document.of(partial);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
