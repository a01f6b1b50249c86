package io.slipway.s3.http;

import io.slipway.s3.ObjectStoreException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A stretch of an object. */
record ByteRange(long offset, long length) {

    private static final Pattern HEADER = Pattern.compile("bytes=(\\d*)-(\\d*)");

    /**
     * What a {@code Range} header asks of an object of that size; empty if it is to be passed over: other units, several
     * ranges, a first behind the last.
     */
    static Optional<ByteRange> parse(String header, long size) {
        Matcher matcher = HEADER.matcher(header.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String first = matcher.group(1);
        String last = matcher.group(2);
        if (first.isEmpty()) {
            return last.isEmpty() ? Optional.empty() : Optional.of(tail(number(last), size));
        }
        long start = number(first);
        long end = last.isEmpty() ? Long.MAX_VALUE : number(last);
        if (start > end) {
            return Optional.empty();
        }
        if (start >= size) {
            throw unsatisfiable();
        }
        return Optional.of(new ByteRange(start, Math.min(end, size - 1) - start + 1));
    }

    private static ByteRange tail(long length, long size) {
        if (length == 0 || size == 0) {
            throw unsatisfiable();
        }
        long cut = Math.min(length, size);
        return new ByteRange(size - cut, cut);
    }

    private static long number(String digits) {
        return digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits);
    }

    static ObjectStoreException unsatisfiable() {
        return new ObjectStoreException("InvalidRange", "The requested range is not satisfiable");
    }

    String contentRange(long size) {
        return "bytes " + offset + "-" + (offset + length - 1) + "/" + size;
    }
}
