package io.slipway.emulator.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * The requests of the query protocol: {@code Tags.member.1.Key=a} becomes nested objects whose leaves are texts, lists not
 * yet told from structures.
 */
public final class FormBody {

    private static final int DEEPEST = 30;
    private static final int MOST_FIELDS = 10_000;

    private FormBody() {}

    /** @throws ApiException a {@code SerializationException} if it is no form */
    public static Document read(String form) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        int fields = 0;
        for (String field : form.split("&")) {
            if (field.isEmpty()) {
                continue;
            }
            if (++fields > MOST_FIELDS) {
                throw malformed("The request has too many parameters");
            }
            int equals = field.indexOf('=');
            String name = decode(equals < 0 ? field : field.substring(0, equals));
            put(root, name, equals < 0 ? "" : decode(field.substring(equals + 1)));
        }
        return Document.of(root);
    }

    private static void put(ObjectNode root, String name, String value) {
        String[] path = name.split("\\.");
        if (path.length == 0 || path.length > DEEPEST) {
            throw malformed("The name of a parameter is not valid");
        }
        ObjectNode at = root;
        for (int i = 0; i < path.length - 1; i++) {
            JsonNode next = at.get(path[i]);
            if (next == null) {
                next = at.putObject(path[i]);
            }
            if (!(next instanceof ObjectNode object)) {
                throw malformed("The parameter " + path[i] + " is both a value and a structure");
            }
            at = object;
        }
        String last = path[path.length - 1];
        if (at.get(last) instanceof ObjectNode) {
            throw malformed("The parameter " + last + " is both a value and a structure");
        }
        at.put(last, value);
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new ApiException(ApiError.SERIALIZATION_EXCEPTION, "The request is not a valid form");
        }
    }

    private static ApiException malformed(String message) {
        return new ApiException(ApiError.SERIALIZATION_EXCEPTION, message);
    }
}
