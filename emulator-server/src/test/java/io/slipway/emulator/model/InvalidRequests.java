package io.slipway.emulator.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.emulator.aws.Service;
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
import io.slipway.emulator.wire.ApiError;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;

/**
 * Requests that a model forbids, made by walking it: every required member missing, every bound crossed by one, every
 * pattern and enumeration broken, every type wrong; one mistake in each.
 */
public final class InvalidRequests {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Bounds that would make larger requests are left alone. */
    private static final int LARGEST = 20_000;

    private final List<InvalidRequest> requests = new ArrayList<>();
    private final Deque<String> walked = new ArrayDeque<>();
    private final String operation;

    private InvalidRequests(String operation) {
        this.operation = operation;
    }

    /**
     * One request.
     *
     * @param mistake what is wrong with it
     * @param error that the service answers with
     * @param part that the error's message holds
     */
    public record InvalidRequest(String operation, String mistake, String body, ApiError error, String part) {}

    public static List<InvalidRequest> of(Service service, String operation) {
        StructureShape input = ApiModel.of(service)
                .findOperation(operation)
                .orElseThrow()
                .input()
                .orElseThrow();
        InvalidRequests invalid = new InvalidRequests(operation);
        invalid.structure(input, null, Function.identity());
        return List.copyOf(invalid.requests);
    }

    /** A request with the required members only, which the model accepts. */
    public static JsonNode valid(Service service, String operation) {
        return valid(ApiModel.of(service)
                .findOperation(operation)
                .orElseThrow()
                .input()
                .orElseThrow());
    }

    /** @param wrap puts a value of the shape into a request that is otherwise valid */
    private void structure(StructureShape shape, MemberPath path, Function<JsonNode, JsonNode> wrap) {
        if (walked.contains(shape.name())) {
            return;
        }
        walked.push(shape.name());
        ObjectNode valid = (ObjectNode) valid(shape);
        for (Member member : shape.members().values()) {
            MemberPath at = MemberPath.ofMember(path, member.name());
            if (member.isRequired()) {
                String part = "Value null at '" + at + "' failed to satisfy constraint: Member must not be null";
                add(wrap.apply(valid.deepCopy().without(member.name())), at + " missing", part);
                add(wrap.apply(valid.deepCopy().putNull(member.name())), at + " null", part);
            }
            value(
                    member.shape().target(),
                    at,
                    value -> wrap.apply(valid.deepCopy().set(member.name(), value)));
        }
        walked.pop();
    }

    private void value(Shape shape, MemberPath path, Function<JsonNode, JsonNode> wrap) {
        wrongType(shape, path, wrap);
        switch (shape) {
            case StructureShape structure -> structure(structure, path, wrap);
            case ListShape list -> list(list, path, wrap);
            case MapShape map -> map(map, path, wrap);
            case StringShape string -> string(string, path, wrap);
            case IntegerShape integer -> number(integer.range(), BigDecimal.ONE, path, wrap);
            case FloatShape number -> number(number.range(), new BigDecimal("0.5"), path, wrap);
            case BooleanShape flag -> {}
            case TimestampShape time -> {}
            case BlobShape blob -> {}
        }
    }

    private void wrongType(Shape shape, MemberPath path, Function<JsonNode, JsonNode> wrap) {
        JsonNode wrong = shape instanceof StringShape || shape instanceof BlobShape
                ? NODES.numberNode(5)
                : NODES.textNode("wrong type");
        addSerialization(wrap.apply(wrong), path);
        addSerialization(wrap.apply(shape instanceof ListShape ? NODES.objectNode() : NODES.arrayNode()), path);
    }

    private void list(ListShape shape, MemberPath path, Function<JsonNode, JsonNode> wrap) {
        Shape element = shape.element().target();
        int least = shape.length().min().map(BigDecimal::intValue).orElse(0);
        shape.length()
                .min()
                .filter(min -> min.signum() > 0)
                .ifPresent(min -> add(
                        wrap.apply(copies(valid(element), min.intValue() - 1)),
                        path + " too few",
                        "' at '" + path
                                + "' failed to satisfy constraint: Member must have length greater than or equal to "
                                + min));
        shape.length()
                .max()
                .filter(max -> max.intValue() < LARGEST)
                .ifPresent(max -> add(
                        wrap.apply(copies(valid(element), max.intValue() + 1)),
                        path + " too many",
                        " at '" + path
                                + "' failed to satisfy constraint: Member must have length less than or equal to "
                                + max));
        value(element, path.element(0), value -> {
            ArrayNode list = copies(valid(element), Math.max(least, 1));
            list.set(0, value);
            return wrap.apply(list);
        });
    }

    private static ArrayNode copies(JsonNode element, int count) {
        ArrayNode list = NODES.arrayNode();
        for (int i = 0; i < count; i++) {
            list.add(element);
        }
        return list;
    }

    private void map(MapShape shape, MemberPath path, Function<JsonNode, JsonNode> wrap) {
        JsonNode element = valid(shape.value().target());
        String key = valid(shape.key().target()).asText();
        shape.length().max().filter(max -> max.intValue() < LARGEST).ifPresent(max -> {
            ObjectNode map = NODES.objectNode();
            for (int i = 0; i <= max.intValue(); i++) {
                map.set("key" + i, element);
            }
            String part = " at '" + path
                    + "' failed to satisfy constraint: Member must have length less than or equal to " + max;
            add(wrap.apply(map), path + " too many", part);
        });
        if (shape.key().target() instanceof StringShape string) {
            for (String broken : broken(string)) {
                String part = " at '" + path + "' failed to satisfy constraint: Map keys must satisfy constraint: [";
                add(wrap.apply(NODES.objectNode().set(broken, element)), path + " bad key", part);
            }
        }
        if (shape.value().target() instanceof StringShape string) {
            for (String broken : broken(string)) {
                String part = " at '" + path + "' failed to satisfy constraint: Map value must satisfy constraint: [";
                add(wrap.apply(NODES.objectNode().put(key, broken)), path + " bad value", part);
            }
        } else {
            value(
                    shape.value().target(),
                    MemberPath.ofMember(path, key),
                    value -> wrap.apply(NODES.objectNode().set(key, value)));
        }
    }

    private void string(StringShape shape, MemberPath path, Function<JsonNode, JsonNode> wrap) {
        for (String broken : broken(shape)) {
            add(
                    wrap.apply(NODES.textNode(broken)),
                    path + " bad text",
                    " at '" + path + "' failed to satisfy constraint: ");
        }
    }

    private void number(Range range, BigDecimal step, MemberPath path, Function<JsonNode, JsonNode> wrap) {
        range.min()
                .ifPresent(min -> add(
                        wrap.apply(NODES.numberNode(min.subtract(step))),
                        path + " too small",
                        "' at '" + path
                                + "' failed to satisfy constraint: Member must have value greater than or equal to "
                                + min.stripTrailingZeros().toPlainString()));
        range.max()
                .ifPresent(max -> add(
                        wrap.apply(NODES.numberNode(max.add(step))),
                        path + " too large",
                        "' at '" + path
                                + "' failed to satisfy constraint: Member must have value less than or equal to "
                                + max.stripTrailingZeros().toPlainString()));
    }

    /** Texts that break one constraint each, and perhaps others with it. */
    private static List<String> broken(StringShape shape) {
        List<String> broken = new ArrayList<>();
        if (!shape.values().isEmpty()) {
            broken.add("no-such-value");
        }
        shape.length()
                .min()
                .filter(min -> min.signum() > 0)
                .ifPresent(min -> broken.add("a".repeat(min.intValue() - 1)));
        shape.length()
                .max()
                .filter(max -> max.intValue() < LARGEST)
                .ifPresent(max -> broken.add("a".repeat(max.intValue() + 1)));
        int least = shape.length().min().map(BigDecimal::intValue).orElse(0);
        shape.pattern()
                .ifPresent(pattern -> List.of("\n", " ", "!", "\u0001").stream()
                        .map(text -> text.repeat(Math.max(1, least)))
                        .filter(text -> !pattern.matcher(text).matches())
                        .findFirst()
                        .ifPresent(broken::add));
        return broken;
    }

    private static JsonNode valid(Shape shape) {
        return switch (shape) {
            case StructureShape structure -> {
                ObjectNode valid = NODES.objectNode();
                structure.members().values().stream()
                        .filter(Member::isRequired)
                        .forEach(member ->
                                valid.set(member.name(), valid(member.shape().target())));
                yield valid;
            }
            case ListShape list ->
                copies(
                        valid(list.element().target()),
                        list.length().min().map(BigDecimal::intValue).orElse(0));
            case MapShape map -> {
                ObjectNode valid = NODES.objectNode();
                if (map.length().min().filter(min -> min.signum() > 0).isPresent()) {
                    valid.set(
                            valid(map.key().target()).asText(),
                            valid(map.value().target()));
                }
                yield valid;
            }
            case StringShape string -> NODES.textNode(validText(string));
            case IntegerShape integer ->
                NODES.numberNode(integer.range().min().orElse(BigDecimal.ONE).longValue());
            case FloatShape number -> NODES.numberNode(number.range().min().orElse(BigDecimal.ONE));
            case BooleanShape flag -> NODES.booleanNode(true);
            case TimestampShape time -> NODES.numberNode(1_600_000_000);
            case BlobShape blob -> NODES.textNode("YQ==");
        };
    }

    private static String validText(StringShape shape) {
        if (!shape.values().isEmpty()) {
            return shape.values().getFirst();
        }
        int least = shape.length().min().map(BigDecimal::intValue).orElse(0);
        return List.of(
                        "a",
                        "1",
                        "a".repeat(least),
                        "arn:aws:iam::000000000000:role/slipway",
                        "arn:aws:sagemaker:us-east-1:000000000000:model/name",
                        "arn:aws:sagemaker:us-east-1:000000000000:training-job/name",
                        "arn:aws:sagemaker:us-east-1:000000000000:hyper-parameter-tuning-job/name",
                        "arn:aws:sagemaker:us-east-1:000000000000:model-package/name",
                        "arn:aws:sagemaker:us-east-1:000000000000:training-plan/name",
                        "arn:aws:sagemaker:us-east-1:000000000000:mlflow-app/app-AAAAAAAAAAAA",
                        "arn:aws:sagemaker:us-east-1:000000000000:hub-content/name/Model/name",
                        "arn:aws:sagemaker:us-east-1:000000000000:hub-content/name/DataSet/name",
                        "arn:aws:sagemaker:us-east-1:000000000000:model-package-group/name",
                        "arn:aws:lambda:us-east-1:000000000000:function:name",
                        "s3://bucket/key",
                        "https://bucket/key",
                        "text/csv",
                        "/opt/ml/data",
                        "fs-12345678",
                        "sg-12345678",
                        "subnet-12345678")
                .stream()
                .filter(text -> Constraints.brokenBy(shape, text).isEmpty())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no sample text for the shape " + shape));
    }

    private void add(JsonNode body, String mistake, String part) {
        requests.add(new InvalidRequest(operation, mistake, body.toString(), ApiError.VALIDATION_EXCEPTION, part));
    }

    private void addSerialization(JsonNode body, MemberPath path) {
        requests.add(new InvalidRequest(
                operation,
                path + " of the wrong type",
                body.toString(),
                ApiError.SERIALIZATION_EXCEPTION,
                " at '" + path + "'"));
    }
}
