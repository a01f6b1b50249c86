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
import io.slipway.emulator.wire.ApiException;
import io.slipway.emulator.wire.Document;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A document against a shape: every broken constraint at once, in the order of the model. Members that the shape does not
 * have are passed over, members that are null count as absent.
 */
public final class Validator {

    /** What a message lists at most; a request can be made to break a constraint a million times. */
    private static final int MOST = 100;

    private final List<Violation> violations = new ArrayList<>();

    private Validator() {}

    /**
     * @throws ApiException a {@code SerializationException} for the first value of a wrong type, else a {@code
     *     ValidationException} that names every broken constraint
     */
    public static void check(StructureShape shape, Document document) {
        List<Violation> violations = violations(shape, document);
        if (!violations.isEmpty()) {
            throw ApiException.validation(Violation.message(violations));
        }
    }

    /** @throws ApiException a {@code SerializationException} for the first value of a wrong type */
    public static List<Violation> violations(StructureShape shape, Document document) {
        Validator validator = new Validator();
        validator.structure(shape, document.node(), null);
        return List.copyOf(validator.violations);
    }

    private void structure(StructureShape shape, JsonNode value, @Nullable MemberPath path) {
        for (Member member : shape.members().values()) {
            JsonNode child = value.get(member.name());
            if (child != null && !child.isNull()) {
                value(member.shape().target(), child, MemberPath.ofMember(path, member.name()));
            } else if (member.isRequired()) {
                add("null", MemberPath.ofMember(path, member.name()), Constraints.NOT_NULL);
            }
        }
    }

    private void value(Shape shape, JsonNode value, MemberPath path) {
        if (violations.size() >= MOST) {
            return;
        }
        JsonTypes.check(shape, value, path);
        switch (shape) {
            case StructureShape structure -> structure(structure, value, path);
            case ListShape list -> list(list, value, path);
            case MapShape map -> map(map, value, path);
            case StringShape string ->
                add(value, string.isSensitive(), path, Constraints.brokenBy(string, value.asText()));
            case IntegerShape integer -> add(value, false, path, Constraints.brokenValue(integer.range(), value));
            case FloatShape number ->
                add(value, false, path, value.isNumber() ? Constraints.brokenValue(number.range(), value) : List.of());
            case BlobShape blob ->
                add(value, true, path, Constraints.brokenLength(blob.length(), JsonTypes.blobLength(value)));
            case BooleanShape flag -> {}
            case TimestampShape time -> {}
        }
    }

    private void list(ListShape shape, JsonNode value, MemberPath path) {
        add(value, false, path, Constraints.brokenLength(shape.length(), value.size()));
        Shape element = shape.element().target();
        for (int i = 0; i < value.size(); i++) {
            if (value.get(i).isNull()) {
                add("null", path.element(i), Constraints.NOT_NULL);
            } else {
                value(element, value.get(i), path.element(i));
            }
        }
    }

    private void map(MapShape shape, JsonNode value, MemberPath path) {
        add(value, false, path, Constraints.brokenLength(shape.length(), value.size()));
        Shape key = shape.key().target();
        Shape element = shape.value().target();
        Set<String> broken = new LinkedHashSet<>();
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
            JsonTypes.checkText(entry.getKey(), path);
            if (key instanceof StringShape text
                    && !Constraints.brokenBy(text, entry.getKey()).isEmpty()) {
                broken.add("Map keys must satisfy constraint: " + Constraints.all(key));
            }
            if (entry.getValue().isNull()) {
                broken.add("Map value must satisfy constraint: [" + Constraints.NOT_NULL + "]");
            } else if (element instanceof StringShape text) {
                JsonTypes.check(text, entry.getValue(), path);
                if (!Constraints.brokenBy(text, entry.getValue().asText()).isEmpty()) {
                    broken.add("Map value must satisfy constraint: " + Constraints.all(element));
                }
            } else {
                value(element, entry.getValue(), MemberPath.ofMember(path, entry.getKey()));
            }
        }
        add(value, false, path, List.copyOf(broken));
    }

    private void add(JsonNode value, boolean isSensitive, MemberPath path, List<String> broken) {
        for (String constraint : broken) {
            add(isSensitive ? "" : QuotedValue.of(value), path, constraint);
        }
    }

    private void add(String value, MemberPath path, String constraint) {
        if (violations.size() < MOST) {
            violations.add(new Violation(value, path.toString(), constraint));
        }
    }
}
