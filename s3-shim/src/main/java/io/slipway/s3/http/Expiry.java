package io.slipway.s3.http;

import io.slipway.s3.ObjectStoreException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Refuses presigned requests, of signature versions 2 and 4, whose time is over. Signatures are not compared. */
final class Expiry {

    static final DateTimeFormatter BASIC = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");

    private static final long LONGEST_SECONDS = 604_800;

    private final InstantSource clock;

    Expiry(InstantSource clock) {
        this.clock = clock;
    }

    void check(S3Request request) {
        Query query = request.query();
        if (query.has("X-Amz-Signature") || query.has("X-Amz-Algorithm")) {
            refuseAfter(version4(query));
            return;
        }
        if (query.has("AWSAccessKeyId") && query.has("Signature")) {
            refuseAfter(version2(query));
        }
    }

    private static Instant version4(Query query) {
        try {
            long seconds = Long.parseLong(query.get("X-Amz-Expires"));
            if (seconds < 0 || seconds > LONGEST_SECONDS) {
                throw malformed("X-Amz-Expires must be between 0 and a week (in seconds)");
            }
            return LocalDateTime.parse(query.get("X-Amz-Date"), BASIC)
                    .toInstant(ZoneOffset.UTC)
                    .plusSeconds(seconds);
        } catch (NumberFormatException | DateTimeException e) {
            throw malformed("X-Amz-Date and X-Amz-Expires must be a date and a number of seconds");
        }
    }

    private static Instant version2(Query query) {
        try {
            return Instant.ofEpochSecond(Long.parseLong(query.get("Expires")));
        } catch (NumberFormatException | DateTimeException e) {
            throw new ObjectStoreException("AccessDenied", "Invalid date (should be seconds since epoch)", e);
        }
    }

    private static ObjectStoreException malformed(String message) {
        return new ObjectStoreException("AuthorizationQueryParametersError", message);
    }

    private void refuseAfter(Instant end) {
        if (clock.instant().isAfter(end)) {
            throw new ObjectStoreException("AccessDenied", "Request has expired");
        }
    }
}
