package io.slipway.s3.embedded;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The order of keys: by the bytes of their UTF-8, which is by code point, and not as Java compares strings. */
final class Keys {

    private static final byte[] AFTER_ALL = {};

    private Keys() {}

    static int compare(String a, String b) {
        return Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }

    static String later(String a, String b) {
        return compare(a, b) >= 0 ? a : b;
    }

    /** The least key above this one. */
    static String next(String key) {
        return key + '\0';
    }

    /**
     * The least string above all that begin with the prefix, to be bound in a query. Where there is none it is a blob,
     * which SQLite sorts after every text.
     */
    static Object endOf(String prefix) {
        int end = prefix.length();
        while (end > 0) {
            int last = prefix.codePointBefore(end);
            end -= Character.charCount(last);
            if (last < Character.MAX_CODE_POINT) {
                int next = last + 1 == Character.MIN_SURROGATE ? Character.MAX_SURROGATE + 1 : last + 1;
                return prefix.substring(0, end) + Character.toString(next);
            }
        }
        return AFTER_ALL;
    }
}
