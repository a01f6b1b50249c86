package io.slipway.emulator.search;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.emulator.wire.ApiException;
import io.slipway.emulator.wire.Document;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/** The value of a filter, as the property's values are compared with it. */
sealed interface Operand {

    boolean isEqualTo(JsonNode value);

    /** Whether the property's value contains it. */
    default boolean isIn(JsonNode value) {
        return false;
    }

    /** @param isWanted of the order of the property's value relative to this, as comparators give it */
    default boolean isOrder(JsonNode value, IntPredicate isWanted) {
        return false;
    }

    /** Whether it is what a property that is not there stands for. */
    default boolean isOfAbsent() {
        return false;
    }

    record None() implements Operand {

        @Override
        public boolean isEqualTo(JsonNode value) {
            return false;
        }
    }

    /** @param texts one of which it is to be */
    record Text(List<String> texts) implements Operand {

        @Override
        public boolean isEqualTo(JsonNode value) {
            return texts.contains(value.asText());
        }

        @Override
        public boolean isIn(JsonNode value) {
            return value.asText().contains(texts.getFirst());
        }
    }

    record Truth(boolean wanted) implements Operand {

        @Override
        public boolean isEqualTo(JsonNode value) {
            return value.asBoolean() == wanted;
        }

        @Override
        public boolean isOfAbsent() {
            return !wanted;
        }
    }

    record Quantity(BigDecimal wanted) implements Operand {

        @Override
        public boolean isEqualTo(JsonNode value) {
            return isOrder(value, order -> order == 0);
        }

        @Override
        public boolean isOrder(JsonNode value, IntPredicate isWanted) {
            return isWanted.test(value.decimalValue().compareTo(wanted));
        }
    }

    /** Epoch seconds; a time without a fraction means the whole second. */
    record Time(BigDecimal wanted) implements Operand {

        @Override
        public boolean isEqualTo(JsonNode value) {
            return isOrder(value, order -> order == 0);
        }

        @Override
        public boolean isOrder(JsonNode value, IntPredicate isWanted) {
            BigDecimal time = value.decimalValue();
            BigDecimal compared =
                    wanted.stripTrailingZeros().scale() <= 0 ? time.setScale(0, RoundingMode.FLOOR) : time;
            return isWanted.test(compared.compareTo(wanted));
        }
    }

    /** Compared as numbers where both are: as whole ones if the filter's is. */
    record NumberOrText(String text, Optional<BigDecimal> number) implements Operand {

        @Override
        public boolean isEqualTo(JsonNode value) {
            if (number.isEmpty() || parse(value.asText()).isEmpty()) {
                return value.asText().equals(text);
            }
            return isOrder(value, order -> order == 0);
        }

        @Override
        public boolean isOrder(JsonNode value, IntPredicate isWanted) {
            Optional<BigDecimal> own = parse(value.asText());
            if (own.isEmpty() || number.isEmpty()) {
                return false;
            }
            BigDecimal compared = text.indexOf('.') < 0 ? own.get().setScale(0, RoundingMode.DOWN) : own.get();
            return isWanted.test(compared.compareTo(number.get()));
        }
    }

    /** @throws ApiException if the text is no value of the property's type */
    static Operand of(Property property, String operator, String text) {
        if (operator.equals("In")) {
            return new Text(Arrays.stream(text.split(",")).map(String::strip).toList());
        }
        if (operator.equals("Contains")) {
            return new Text(List.of(text));
        }
        if (property instanceof Property.Parameter) {
            Optional<BigDecimal> number = parse(text);
            if (number.isEmpty() && !operator.equals("Equals") && !operator.equals("NotEquals")) {
                throw mismatch(property, text, "an integer or floating-point decimal");
            }
            return new NumberOrText(text, number);
        }
        return switch (property.type()) {
            case TEXT -> new Text(List.of(text));
            case NUMBER ->
                new Quantity(parse(text)
                        .orElseThrow(() -> mismatch(property, text, "an integer or floating-point decimal")));
            case TIME ->
                new Time(time(text)
                        .orElseThrow(() ->
                                mismatch(property, text, "an ISO 8601 date-time of the form YYYY-mm-dd'T'HH:MM:SS")));
            case BOOLEAN -> {
                if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
                    throw mismatch(property, text, "true or false");
                }
                yield new Truth(Boolean.parseBoolean(text));
            }
            case COMPOUND -> throw new IllegalStateException("refused before");
        };
    }

    private static ApiException mismatch(Property property, String text, String wanted) {
        return ApiException.validation(
                "The Value '" + text + "' of the filter on " + property.name() + " must be " + wanted + ".");
    }

    private static Optional<BigDecimal> parse(String text) {
        if (text.length() > 100 || !text.matches("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d{1,3})?")) {
            return Optional.empty();
        }
        return Optional.of(new BigDecimal(text));
    }

    private static Optional<BigDecimal> time(String text) {
        try {
            return Optional.of(Document.seconds(
                    text.matches(".*(Z|[-+]\\d\\d:\\d\\d)")
                            ? OffsetDateTime.parse(text).toInstant()
                            : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
