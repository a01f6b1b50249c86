package io.slipway.emulator.model;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Definitions of the slim models to shapes. */
final class ShapeParser {

    private ShapeParser() {}

    static Shape parse(ApiModel model, String name, JsonNode definition) {
        Range range = range(definition);
        return switch (definition.path("type").asText()) {
            case "structure" ->
                new StructureShape(
                        name,
                        members(model, definition),
                        Optional.ofNullable(definition.get("payload")).map(JsonNode::asText));
            case "list" -> new ListShape(name, reference(model, definition, "member"), range);
            case "map" ->
                new MapShape(name, reference(model, definition, "key"), reference(model, definition, "value"), range);
            case "string", "character" ->
                new StringShape(
                        name,
                        range,
                        Optional.ofNullable(definition.get("pattern")).map(text -> Pattern.compile(text.asText())),
                        strings(definition.path("enum")),
                        definition.path("sensitive").asBoolean());
            case "integer", "short", "byte" -> new IntegerShape(name, false, range);
            case "long" -> new IntegerShape(name, true, range);
            case "float", "double" -> new FloatShape(name, range);
            case "boolean" -> new BooleanShape(name);
            case "timestamp" -> new TimestampShape(name);
            case "blob" -> new BlobShape(name, range);
            default -> throw new IllegalStateException("unknown type of shape " + name);
        };
    }

    private static Map<String, Member> members(ApiModel model, JsonNode definition) {
        Set<String> required = new HashSet<>(strings(definition.path("required")));
        Map<String, Member> members = new LinkedHashMap<>();
        definition.path("members").properties().forEach(entry -> {
            JsonNode value = entry.getValue();
            boolean isPlaced = value.isObject();
            String shape = isPlaced ? value.path("shape").asText() : value.asText();
            members.put(
                    entry.getKey(),
                    new Member(
                            entry.getKey(),
                            required.contains(entry.getKey()),
                            new ShapeReference(model, shape),
                            value.path("location").asText(),
                            value.path("locationName").asText(entry.getKey())));
        });
        return Collections.unmodifiableMap(members);
    }

    private static ShapeReference reference(ApiModel model, JsonNode definition, String part) {
        return new ShapeReference(model, definition.path(part).asText());
    }

    private static Range range(JsonNode definition) {
        if (!definition.has("min") && !definition.has("max")) {
            return Range.UNBOUNDED;
        }
        return new Range(bound(definition, "min"), bound(definition, "max"));
    }

    private static Optional<BigDecimal> bound(JsonNode definition, String name) {
        return Optional.ofNullable(definition.get(name)).map(JsonNode::decimalValue);
    }

    private static List<String> strings(JsonNode list) {
        List<String> strings = new ArrayList<>();
        list.forEach(element -> strings.add(element.asText()));
        return List.copyOf(strings);
    }
}
