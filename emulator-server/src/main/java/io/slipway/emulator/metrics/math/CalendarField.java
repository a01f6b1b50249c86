package io.slipway.emulator.metrics.math;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.util.Arrays;
import java.util.Optional;

/** What a time is called, in UTC; days of the week count from Monday, 1. */
enum CalendarField {
    MINUTE(ChronoField.MINUTE_OF_HOUR),
    HOUR(ChronoField.HOUR_OF_DAY),
    DAY(ChronoField.DAY_OF_WEEK),
    DATE(ChronoField.DAY_OF_MONTH),
    MONTH(ChronoField.MONTH_OF_YEAR),
    YEAR(ChronoField.YEAR),
    EPOCH(ChronoField.INSTANT_SECONDS);

    private final ChronoField field;

    CalendarField(ChronoField field) {
        this.field = field;
    }

    static Optional<CalendarField> find(String name) {
        return Arrays.stream(values()).filter(each -> each.name().equals(name)).findFirst();
    }

    double of(long epochMillis) {
        return Instant.ofEpochMilli(epochMillis).atZone(ZoneOffset.UTC).getLong(field);
    }
}
