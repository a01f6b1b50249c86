package io.slipway.s3.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/** Times as S3 writes them: ISO 8601 with milliseconds in documents, RFC 1123 in headers. */
final class Timestamps {

    private static final DateTimeFormatter DOCUMENT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter HEADER = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private Timestamps() {}

    static String document(Instant time) {
        return DOCUMENT.format(time);
    }

    static String header(Instant time) {
        return HEADER.format(time);
    }

    /** Empty if it is no date; such a condition is passed over, as HTTP has it. */
    static Optional<Instant> parse(String header) {
        try {
            return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(header)));
        } catch (DateTimeException e) {
            return parseIso(header);
        }
    }

    private static Optional<Instant> parseIso(String header) {
        try {
            return Optional.of(Instant.parse(header));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    static Instant seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }
}
