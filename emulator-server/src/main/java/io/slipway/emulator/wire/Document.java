package io.slipway.emulator.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * A request, a response or a part of one, in the members of the service's model. It never changes; {@link #with} makes
 * another. Members are named by a path with dots ({@code AlgorithmSpecification.TrainingImage}); a member that is
 * {@code null} counts as absent. Times are numbers, epoch seconds with a fraction of milliseconds.
 */
public final class Document {

    /** The one mapper of the program; it is thread-safe and must not be configured. */
    public static final ObjectMapper JSON = new ObjectMapper();

    public static final Document EMPTY = new Document(JsonNodeFactory.instance.objectNode());

    private final ObjectNode node;

    private Document(ObjectNode node) {
        this.node = node;
    }

    /** Takes the node over: the caller must not change it any more. */
    public static Document of(ObjectNode node) {
        return new Document(node);
    }

    /** @throws IllegalArgumentException if the text is no JSON object */
    public static Document parse(String json) {
        try {
            if (JSON.readTree(json) instanceof ObjectNode object) {
                return new Document(object);
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
        }
        throw new IllegalArgumentException("not a JSON object");
    }

    /** The time as a document holds it. */
    public static BigDecimal seconds(Instant time) {
        return BigDecimal.valueOf(time.toEpochMilli(), 3);
    }

    /** The JSON of it; to be read only. */
    public ObjectNode node() {
        return node;
    }

    public String toJson() {
        return node.toString();
    }

    public boolean has(String path) {
        return find(path).isPresent();
    }

    public Optional<JsonNode> find(String path) {
        JsonNode at = node;
        for (String name : path.split("\\.")) {
            at = at.path(name);
        }
        return at.isMissingNode() || at.isNull() ? Optional.empty() : Optional.of(at);
    }

    public Optional<String> findString(String path) {
        return find(path).map(JsonNode::asText);
    }

    /** @throws IllegalStateException if it is absent, which validation of required members rules out */
    public String getString(String path) {
        return findString(path).orElseThrow(() -> absent(path));
    }

    public OptionalLong findLong(String path) {
        return find(path).map(value -> OptionalLong.of(value.asLong())).orElse(OptionalLong.empty());
    }

    public long getLong(String path) {
        return findLong(path).orElseThrow(() -> absent(path));
    }

    public OptionalDouble findDouble(String path) {
        return find(path).map(value -> OptionalDouble.of(value.asDouble())).orElse(OptionalDouble.empty());
    }

    public Optional<Boolean> findBoolean(String path) {
        return find(path).map(JsonNode::asBoolean);
    }

    /** Whether the member is there and true. */
    public boolean isTrue(String path) {
        return findBoolean(path).orElse(false);
    }

    public Optional<Instant> findTime(String path) {
        return find(path)
                .map(value -> Instant.ofEpochMilli(
                        value.decimalValue().movePointRight(3).longValue()));
    }

    public Optional<Document> findDocument(String path) {
        return find(path).filter(JsonNode::isObject).map(value -> new Document((ObjectNode) value));
    }

    /** The structures of a list; none if it is absent. */
    public List<Document> documents(String path) {
        List<Document> documents = new ArrayList<>();
        find(path).ifPresent(list -> list.forEach(element -> documents.add(new Document((ObjectNode) element))));
        return documents;
    }

    /** The strings of a list; none if it is absent. */
    public List<String> strings(String path) {
        List<String> strings = new ArrayList<>();
        find(path).ifPresent(list -> list.forEach(element -> strings.add(element.asText())));
        return strings;
    }

    /** A map of strings, in the order sent; empty if it is absent. */
    public Map<String, String> stringMap(String path) {
        Map<String, String> map = new LinkedHashMap<>();
        find(path)
                .ifPresent(object -> object.properties()
                        .forEach(entry ->
                                map.put(entry.getKey(), entry.getValue().asText())));
        return map;
    }

    /**
     * The document with a member of its top level set.
     *
     * @param value a {@code Document}, {@code Instant}, {@code JsonNode}, text, number, boolean, {@code Optional} (empty: the
     *     document as it is), collection or map of these
     */
    public Document with(String name, Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.map(present -> with(name, present)).orElse(this);
        }
        ObjectNode copy = shallowCopy();
        copy.set(name, toNode(value));
        return new Document(copy);
    }

    public Document without(String name) {
        ObjectNode copy = shallowCopy();
        copy.remove(name);
        return new Document(copy);
    }

    /** The document with all top-level members of another laid over its own. */
    public Document withAll(Document other) {
        ObjectNode copy = shallowCopy();
        copy.setAll(other.node);
        return new Document(copy);
    }

    private ObjectNode shallowCopy() {
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        copy.setAll(node);
        return copy;
    }

    private static JsonNode toNode(Object value) {
        return switch (value) {
            case Document document -> document.node;
            case JsonNode json -> json;
            case Instant time -> JsonNodeFactory.instance.numberNode(seconds(time));
            case Collection<?> list -> {
                var array = JsonNodeFactory.instance.arrayNode();
                list.forEach(element -> array.add(toNode(element)));
                yield array;
            }
            case Map<?, ?> map -> {
                var object = JsonNodeFactory.instance.objectNode();
                map.forEach((key, element) -> object.set(String.valueOf(key), toNode(element)));
                yield object;
            }
            default -> JSON.valueToTree(value);
        };
    }

    private static IllegalStateException absent(String path) {
        return new IllegalStateException("no member " + path);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Document document && node.equals(document.node);
    }

    @Override
    public int hashCode() {
        return node.hashCode();
    }

    @Override
    public String toString() {
        return toJson();
    }
}
