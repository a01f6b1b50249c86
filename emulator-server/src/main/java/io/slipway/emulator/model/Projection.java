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
import java.util.Map;

/**
 * A document cut to a shape: members that the shape does not have and nulls are gone, whole numbers and times have their
 * one form.
 */
public final class Projection {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Projection() {}

    public static Document onto(StructureShape shape, Document document) {
        return Document.of(structure(shape, document.node()));
    }

    private static ObjectNode structure(StructureShape shape, JsonNode source) {
        ObjectNode projected = NODES.objectNode();
        for (Map.Entry<String, JsonNode> entry : source.properties()) {
            Member member = shape.members().get(entry.getKey());
            if (member != null && !entry.getValue().isNull()) {
                projected.set(entry.getKey(), value(member.shape().target(), entry.getValue()));
            }
        }
        return projected;
    }

    private static JsonNode value(Shape shape, JsonNode source) {
        return switch (shape) {
            case StructureShape structure -> source.isObject() ? structure(structure, source) : source;
            case ListShape list -> list(list.element().target(), source);
            case MapShape map -> map(map.value().target(), source);
            case IntegerShape integer -> source.isFloatingPointNumber() ? NODES.numberNode(source.longValue()) : source;
            case TimestampShape time ->
                Timestamps.parse(source).<JsonNode>map(NODES::numberNode).orElse(source);
            case StringShape string -> source;
            case FloatShape number -> source;
            case BooleanShape flag -> source;
            case BlobShape blob -> source;
        };
    }

    private static JsonNode list(Shape element, JsonNode source) {
        if (!source.isArray()) {
            return source;
        }
        ArrayNode projected = NODES.arrayNode(source.size());
        for (JsonNode child : source) {
            if (!child.isNull()) {
                projected.add(value(element, child));
            }
        }
        return projected;
    }

    private static JsonNode map(Shape element, JsonNode source) {
        if (!source.isObject()) {
            return source;
        }
        ObjectNode projected = NODES.objectNode();
        for (Map.Entry<String, JsonNode> entry : source.properties()) {
            if (!entry.getValue().isNull()) {
                projected.set(entry.getKey(), value(element, entry.getValue()));
            }
        }
        return projected;
    }
}
