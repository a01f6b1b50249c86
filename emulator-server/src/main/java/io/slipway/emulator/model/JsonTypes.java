package io.slipway.emulator.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.emulator.model.Shape.BlobShape;
import io.slipway.emulator.model.Shape.BooleanShape;
import io.slipway.emulator.model.Shape.FloatShape;
import io.slipway.emulator.model.Shape.IntegerShape;
import io.slipway.emulator.model.Shape.ListShape;
import io.slipway.emulator.model.Shape.MapShape;
import io.slipway.emulator.model.Shape.StringShape;
import io.slipway.emulator.model.Shape.StructureShape;
import io.slipway.emulator.model.Shape.TimestampShape;
import io.slipway.emulator.wire.ApiError;
import io.slipway.emulator.wire.ApiException;
import java.io.IOException;
import java.util.Base64;

/** Whether a JSON value is of the type that a shape asks for. */
final class JsonTypes {

    private JsonTypes() {}

    /** @throws ApiException a {@code SerializationException} if it is not */
    static void check(Shape shape, JsonNode value, MemberPath path) {
        switch (shape) {
            case StructureShape structure -> require(value.isObject(), value, "Structure", path);
            case MapShape map -> require(value.isObject(), value, "Map", path);
            case ListShape list -> require(value.isArray(), value, "List", path);
            case StringShape string -> {
                require(value.isTextual(), value, "String", path);
                checkText(value.asText(), path);
            }
            case BlobShape blob -> {
                require(value.isTextual() || value.isBinary(), value, "Blob", path);
                blobLength(value);
            }
            case BooleanShape flag -> require(value.isBoolean(), value, "Boolean", path);
            case IntegerShape integer -> checkInteger(integer, value, path);
            case FloatShape number -> require(isFinite(value) || isNonFiniteWord(value), value, "Double", path);
            case TimestampShape time -> require(Timestamps.parse(value).isPresent(), value, "Timestamp", path);
        }
    }

    /** Half a surrogate pair is no character, and could not be sent back. */
    static void checkText(String text, MemberPath path) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean isPair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!isPair) {
                    throw serialization("Unpaired surrogate in the text at '" + path + "'");
                }
                i++;
            }
        }
    }

    static int blobLength(JsonNode value) {
        try {
            return value.isTextual() ? Base64.getDecoder().decode(value.asText()).length : value.binaryValue().length;
        } catch (IllegalArgumentException | IOException e) {
            throw serialization("A blob is not valid base64");
        }
    }

    private static void checkInteger(IntegerShape shape, JsonNode value, MemberPath path) {
        String type = shape.isLong() ? "Long" : "Integer";
        require(isFinite(value) && isWhole(value), value, type, path);
        boolean fits = shape.isLong() ? value.canConvertToLong() : value.canConvertToInt();
        boolean isWithin =
                !shape.range().isAbove(value.decimalValue()) && !shape.range().isBelow(value.decimalValue());
        if (!fits && isWithin) {
            throw serialization("The number at '" + path + "' is out of the range of " + type);
        }
    }

    private static boolean isWhole(JsonNode value) {
        return value.isIntegralNumber() || value.doubleValue() == Math.rint(value.doubleValue());
    }

    private static boolean isFinite(JsonNode value) {
        return value.isNumber() && Double.isFinite(value.doubleValue());
    }

    /** The JSON protocols have no other way to write them. */
    static boolean isNonFiniteWord(JsonNode value) {
        return value.isTextual()
                && switch (value.asText()) {
                    case "NaN", "Infinity", "-Infinity" -> true;
                    default -> false;
                };
    }

    private static void require(boolean condition, JsonNode value, String type, MemberPath path) {
        if (!condition) {
            throw serialization(describe(value) + " can not be converted to " + article(type) + " at '" + path + "'");
        }
    }

    private static String describe(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> "A list";
            case OBJECT -> "A structure or map";
            case BOOLEAN -> value.booleanValue() ? "TRUE_VALUE" : "FALSE_VALUE";
            case NUMBER -> value.isIntegralNumber() ? "NUMBER_VALUE" : "DECIMAL_VALUE";
            default -> "STRING_VALUE";
        };
    }

    private static String article(String type) {
        return (type.equals("Integer") ? "an " : "a ") + type;
    }

    private static ApiException serialization(String message) {
        return new ApiException(ApiError.SERIALIZATION_EXCEPTION, message);
    }
}
