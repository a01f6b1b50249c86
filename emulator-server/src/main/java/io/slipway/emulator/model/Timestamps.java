package io.slipway.emulator.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.emulator.wire.Document;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Times as requests bring them: epoch seconds, or text of ISO 8601. */
final class Timestamps {

    /** The last second of the year 9999, beyond which text has no form for a time. */
    private static final double LAST = 253_402_300_799.0;

    private Timestamps() {}

    /** Epoch seconds with a fraction of milliseconds; empty if the value is no time. */
    static Optional<BigDecimal> parse(JsonNode value) {
        if (value.isNumber()) {
            double seconds = value.doubleValue();
            return Math.abs(seconds) <= LAST
                    ? Optional.of(value.decimalValue().setScale(3, RoundingMode.DOWN))
                    : Optional.empty();
        }
        return value.isTextual() ? parse(value.asText()) : Optional.empty();
    }

    private static Optional<BigDecimal> parse(String text) {
        try {
            Instant time = OffsetDateTime.parse(text).toInstant();
            return Optional.of(Document.seconds(time)).filter(seconds -> Math.abs(seconds.doubleValue()) <= LAST);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** {@code 2026-01-31T12:00:00.123Z}. */
    static String iso(JsonNode value) {
        return parse(value)
                .map(seconds -> Instant.ofEpochMilli(seconds.movePointRight(3).longValue())
                        .truncatedTo(ChronoUnit.MILLIS))
                .map(Instant::toString)
                .orElseGet(value::asText);
    }
}
