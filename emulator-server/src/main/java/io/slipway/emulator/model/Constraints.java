package io.slipway.emulator.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.emulator.model.Shape.StringShape;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** The sentences in which the service names a constraint that a value breaks. */
final class Constraints {

    static final String NOT_NULL = "Member must not be null";

    private Constraints() {}

    static List<String> brokenBy(StringShape shape, String text) {
        if (isSatisfied(shape, text)) {
            return List.of();
        }
        List<String> broken = new ArrayList<>();
        if (!shape.values().isEmpty() && !shape.values().contains(text)) {
            broken.add(enumeration(shape));
        }
        broken.addAll(brokenLength(shape.length(), length(text)));
        shape.pattern()
                .filter(pattern -> !SafeMatcher.matches(pattern, text))
                .ifPresent(pattern -> broken.add(pattern(pattern.pattern())));
        return broken;
    }

    private static boolean isSatisfied(StringShape shape, String text) {
        if (!shape.values().isEmpty()) {
            return shape.values().contains(text);
        }
        int length = length(text);
        return !shape.length().isBelow(length)
                && !shape.length().isAbove(length)
                && (shape.pattern().isEmpty()
                        || SafeMatcher.matches(shape.pattern().get(), text));
    }

    /** Every constraint of a shape, broken or not: what the service lists for the values of a map. */
    static List<String> all(Shape shape) {
        if (!(shape instanceof StringShape string)) {
            return List.of();
        }
        List<String> all = new ArrayList<>();
        string.length().max().ifPresent(max -> all.add(longest(max)));
        string.length().min().ifPresent(min -> all.add(shortest(min)));
        string.pattern().ifPresent(pattern -> all.add(pattern(pattern.pattern())));
        if (!string.values().isEmpty()) {
            all.add(enumeration(string));
        }
        return all;
    }

    static List<String> brokenLength(Range range, long length) {
        if (range.isBelow(length)) {
            return List.of(shortest(range.min().orElseThrow()));
        }
        return range.isAbove(length) ? List.of(longest(range.max().orElseThrow())) : List.of();
    }

    static List<String> brokenValue(Range range, JsonNode number) {
        if (range.equals(Range.UNBOUNDED)) {
            return List.of();
        }
        BigDecimal value = number.decimalValue();
        if (range.isBelow(value)) {
            return List.of("Member must have value greater than or equal to "
                    + range.min().orElseThrow().stripTrailingZeros().toPlainString());
        }
        return range.isAbove(value)
                ? List.of("Member must have value less than or equal to "
                        + range.max().orElseThrow().stripTrailingZeros().toPlainString())
                : List.of();
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    private static String shortest(BigDecimal min) {
        return "Member must have length greater than or equal to " + min.toPlainString();
    }

    private static String longest(BigDecimal max) {
        return "Member must have length less than or equal to " + max.toPlainString();
    }

    private static String pattern(String pattern) {
        return "Member must satisfy regular expression pattern: " + pattern;
    }

    private static String enumeration(StringShape shape) {
        return "Member must satisfy enum value set: [" + String.join(", ", shape.values()) + "]";
    }
}
