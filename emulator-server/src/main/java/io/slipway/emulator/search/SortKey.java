package io.slipway.emulator.search;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The value that a record is sorted by: numbers before texts.
 *
 * @param text the first part of it, for it is written into page tokens
 */
record SortKey(Optional<BigDecimal> number, String text) {

    static final SortKey ABSENT = new SortKey(Optional.empty(), "");

    static final Comparator<SortKey> ORDER = Comparator.comparing(
                    SortKey::number,
                    Comparator.comparing(
                            number -> number.orElse(null), Comparator.nullsLast(Comparator.<BigDecimal>naturalOrder())))
            .thenComparing(SortKey::text);

    private static final int LONGEST = 250;

    static SortKey of(List<JsonNode> values) {
        if (values.isEmpty()) {
            return ABSENT;
        }
        JsonNode value = values.getFirst();
        if (value.isNumber()) {
            return new SortKey(Optional.of(value.decimalValue()), "");
        }
        String text = value.asText();
        return new SortKey(Optional.empty(), text.substring(0, Math.min(text.length(), LONGEST)));
    }
}
