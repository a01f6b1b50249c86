package io.slipway.emulator.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What is known of a request before its body.
 *
 * @param path as sent, not decoded
 * @param query as sent, empty text if there is none
 * @param headers the value of a header, or empty text
 */
record RequestHead(String method, String path, String query, UnaryOperator<String> headers) {

    String header(String name) {
        return headers.apply(name);
    }

    /** The host that the client named, without its port, in lower case. */
    String host() {
        String host = header("Host").toLowerCase(Locale.ROOT);
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    }

    /** A parameter of the query string, decoded. */
    Optional<String> parameter(String name) {
        for (String field : query.split("&")) {
            int equals = field.indexOf('=');
            if (equals == name.length() && field.startsWith(name)) {
                return decode(field.substring(equals + 1));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> decode(String text) {
        try {
            return Optional.of(URLDecoder.decode(text, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
