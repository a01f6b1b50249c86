package io.slipway.s3.http;

import io.slipway.s3.ObjectStoreException;
import io.slipway.s3.embedded.Condition;
import io.slipway.s3.embedded.Version;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/** Conditions of requests, in the order of RFC 9110, section 13.2.2. */
final class Preconditions {

    private Preconditions() {}

    /** For reads; also for the source of a copy, whose headers have a prefix. */
    static void checkRead(S3Request request, String prefix, Version version) {
        Optional<String> match = request.header(prefix + "if-match");
        Optional<String> noneMatch = request.header(prefix + "if-none-match");
        if (match.isPresent()) {
            if (!matches(match.get(), version.etag())) {
                throw failed("If-Match");
            }
        } else if (date(request, prefix + "if-unmodified-since")
                .filter(date -> Timestamps.seconds(version.modified()).isAfter(date))
                .isPresent()) {
            throw failed("If-Unmodified-Since");
        }
        boolean copy = !prefix.isEmpty();
        if (noneMatch.isPresent()) {
            if (matches(noneMatch.get(), version.etag())) {
                throw copy ? failed("If-None-Match") : notModified();
            }
        } else if (date(request, prefix + "if-modified-since")
                .filter(date -> !Timestamps.seconds(version.modified()).isAfter(date))
                .isPresent()) {
            throw copy ? failed("If-Modified-Since") : notModified();
        }
    }

    private static Optional<Instant> date(S3Request request, String header) {
        return request.header(header).flatMap(Timestamps::parse);
    }

    /** For writes and deletes, to be checked inside their transaction. */
    static Condition write(S3Request request) {
        Condition match = match(request.header("if-match"));
        Optional<String> noneMatch = request.header("if-none-match");
        return current -> {
            match.check(current);
            if (noneMatch.isPresent()
                    && current.filter(version -> matches(noneMatch.get(), version.etag()))
                            .isPresent()) {
                throw failed("If-None-Match");
            }
        };
    }

    /** @param header ETags, or a star for any object at all */
    static Condition match(Optional<String> header) {
        return current -> {
            if (header.isEmpty()) {
                return;
            }
            Version present = current.orElseThrow(
                    () -> new ObjectStoreException("NoSuchKey", "The specified key does not exist."));
            if (!matches(header.get(), present.etag())) {
                throw failed("If-Match");
            }
        };
    }

    private static boolean matches(String header, String etag) {
        return Arrays.stream(header.split(","))
                .map(String::strip)
                .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag)
                .map(Etags::unquote)
                .anyMatch(tag -> tag.equals("*") || tag.equals(etag));
    }

    private static ObjectStoreException failed(String condition) {
        return new ObjectStoreException(
                "PreconditionFailed", "At least one of the pre-conditions you specified did not hold: " + condition);
    }

    private static ObjectStoreException notModified() {
        return new ObjectStoreException("NotModified", "Not Modified");
    }
}
