package io.slipway.emulator.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.emulator.model.Shape.BlobShape;
import io.slipway.emulator.model.Shape.BooleanShape;
import io.slipway.emulator.model.Shape.FloatShape;
import io.slipway.emulator.model.Shape.IntegerShape;
import io.slipway.emulator.model.Shape.ListShape;
import io.slipway.emulator.model.Shape.MapShape;
import io.slipway.emulator.model.Shape.Member;
import io.slipway.emulator.model.Shape.StringShape;
import io.slipway.emulator.model.Shape.StructureShape;
import io.slipway.emulator.model.Shape.TimestampShape;
import io.slipway.emulator.wire.Document;
import java.math.BigDecimal;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the query protocol leaves to the model: forms hold only texts, and XML has elements of its own in lists and maps.
 *
 * @see <a href="https://smithy.io/2.0/aws/protocols/aws-query-protocol.html">AWS query protocol</a>
 */
public final class QueryBinding {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private QueryBinding() {}

    /** A form's texts as the types of the shape; what does not fit stays text, for the validator to name. */
    public static Document fromForm(StructureShape shape, Document form) {
        return Document.of((ObjectNode) typed(shape, form.node()));
    }

    /** A document as the elements of XML: {@code member} in lists, {@code entry} in maps, times in ISO 8601. */
    public static Document toXml(StructureShape shape, Document document) {
        return Document.of((ObjectNode) elements(shape, document.node()));
    }

    /** A text as the type of the shape, if it can be. */
    static JsonNode typed(Shape shape, JsonNode source) {
        return switch (shape) {
            case StructureShape structure -> source.isObject() ? typedStructure(structure, source) : source;
            case ListShape list -> typedList(list, source);
            case MapShape map -> typedMap(map, source);
            case BooleanShape flag ->
                switch (source.asText()) {
                    case "true" -> NODES.booleanNode(true);
                    case "false" -> NODES.booleanNode(false);
                    default -> source;
                };
            case IntegerShape integer -> number(source);
            case FloatShape number -> number(source);
            case StringShape string -> source;
            case TimestampShape time -> source;
            case BlobShape blob -> source;
        };
    }

    private static JsonNode typedStructure(StructureShape shape, JsonNode source) {
        ObjectNode typed = NODES.objectNode();
        for (Member member : shape.members().values()) {
            JsonNode value = source.get(member.name());
            if (value != null) {
                typed.set(member.name(), typed(member.shape().target(), value));
            }
        }
        return typed;
    }

    /** {@code Tags.member.1}; an empty list is sent as {@code Tags=}. */
    private static JsonNode typedList(ListShape shape, JsonNode source) {
        ArrayNode typed = NODES.arrayNode();
        if (source.isTextual() && source.asText().isEmpty()) {
            return typed;
        }
        JsonNode members = source.path("member");
        if (!members.isObject()) {
            return source;
        }
        inOrder(members)
                .values()
                .forEach(value -> typed.add(typed(shape.element().target(), value)));
        return typed;
    }

    /** {@code Map.entry.1.key} and {@code Map.entry.1.value}. */
    private static JsonNode typedMap(MapShape shape, JsonNode source) {
        JsonNode entries = source.path("entry");
        if (!entries.isObject()) {
            return source;
        }
        ObjectNode typed = NODES.objectNode();
        inOrder(entries).values().forEach(entry -> {
            typed.set(entry.path("key").asText(), typed(shape.value().target(), entry.path("value")));
        });
        return typed;
    }

    private static SortedMap<BigDecimal, JsonNode> inOrder(JsonNode numbered) {
        SortedMap<BigDecimal, JsonNode> inOrder = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : numbered.properties()) {
            if (entry.getKey().matches("[0-9]{1,9}")) {
                inOrder.put(new BigDecimal(entry.getKey()), entry.getValue());
            }
        }
        return inOrder;
    }

    private static JsonNode number(JsonNode source) {
        String text = source.asText();
        if (!source.isTextual() || !text.matches("[+-]?[0-9]{1,20}(\\.[0-9]{1,20})?([eE][+-]?[0-9]{1,3})?")) {
            return source;
        }
        return text.matches("[+-]?[0-9]{1,18}")
                ? NODES.numberNode(Long.parseLong(text))
                : NODES.numberNode(Double.parseDouble(text));
    }

    private static JsonNode elements(Shape shape, JsonNode source) {
        return switch (shape) {
            case StructureShape structure -> {
                ObjectNode elements = NODES.objectNode();
                for (Map.Entry<String, JsonNode> entry : source.properties()) {
                    Member member = structure.members().get(entry.getKey());
                    if (member != null) {
                        elements.set(entry.getKey(), elements(member.shape().target(), entry.getValue()));
                    }
                }
                yield elements;
            }
            case ListShape list -> {
                ArrayNode members = NODES.arrayNode();
                source.forEach(child -> members.add(elements(list.element().target(), child)));
                yield NODES.objectNode().set("member", members);
            }
            case MapShape map -> {
                ArrayNode entries = NODES.arrayNode();
                source.properties()
                        .forEach(entry -> entries.addObject()
                                .put("key", entry.getKey())
                                .set("value", elements(map.value().target(), entry.getValue())));
                yield NODES.objectNode().set("entry", entries);
            }
            case TimestampShape time -> NODES.textNode(Timestamps.iso(source));
            case StringShape string -> source;
            case IntegerShape integer -> source;
            case FloatShape number -> source;
            case BooleanShape flag -> source;
            case BlobShape blob -> source;
        };
    }
}
