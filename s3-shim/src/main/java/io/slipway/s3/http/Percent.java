package io.slipway.s3.http;

import io.slipway.s3.ObjectStoreException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Percent-encoding, strict about UTF-8: a key that cannot be given back must not be taken. */
final class Percent {

    private static final String UNRESERVED = "-._~/";

    private Percent() {}

    /** @param plus whether a plus stands for a space, as in queries */
    static String decode(String text, boolean plus) {
        if (text.indexOf('%') < 0
                && (!plus || text.indexOf('+') < 0)
                && text.chars().allMatch(c -> c < 0x80)) {
            return text;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); ) {
            char c = text.charAt(i);
            if (c == '%') {
                bytes.write(hex(text, i));
                i += 3;
                continue;
            }
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            if (plus && c == '+') {
                bytes.write(' ');
                continue;
            }
            bytes.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
        }
        return utf8(bytes.toByteArray());
    }

    private static int hex(String text, int at) {
        int high = at + 2 < text.length() ? Character.digit(text.charAt(at + 1), 16) : -1;
        int low = at + 2 < text.length() ? Character.digit(text.charAt(at + 2), 16) : -1;
        if (high < 0 || low < 0) {
            throw invalid();
        }
        return high << 4 | low;
    }

    static String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw invalid();
        }
    }

    /** As {@code encoding-type=url} wants it. */
    static String encode(String text) {
        StringBuilder encoded = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0)) {
                encoded.append(c);
            } else {
                encoded.append('%')
                        .append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
                        .append(Character.toUpperCase(Character.forDigit(c & 0xF, 16)));
            }
        }
        return encoded.toString();
    }

    private static ObjectStoreException invalid() {
        return new ObjectStoreException("InvalidURI", "Couldn't parse the specified URI.");
    }
}
