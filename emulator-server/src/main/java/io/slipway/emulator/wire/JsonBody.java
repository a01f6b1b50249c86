package io.slipway.emulator.wire;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** The bodies of AWS JSON 1.0 and 1.1. */
public final class JsonBody {

    private static final ObjectMapper MAPPER = BodyMapper.of(JsonFactory.builder());

    private JsonBody() {}

    /**
     * @param body an empty one stands for an empty object
     * @throws ApiException a {@code SerializationException} if it is no JSON object
     */
    public static Document read(byte[] body) {
        if (body.length == 0) {
            return Document.EMPTY;
        }
        try {
            JsonNode root = MAPPER.readTree(body);
            if (root instanceof ObjectNode object) {
                return Document.of(object);
            }
            if (root.isMissingNode()) {
                return Document.EMPTY;
            }
        } catch (JacksonException e) {
            throw new ApiException(
                    ApiError.SERIALIZATION_EXCEPTION, "The request body is not valid JSON: " + reason(e));
        } catch (IOException e) {
            throw new ApiException(ApiError.SERIALIZATION_EXCEPTION, "The request body is not valid text");
        }
        throw new ApiException(ApiError.SERIALIZATION_EXCEPTION, "The request body is not a JSON object");
    }

    public static byte[] write(Document document) {
        try {
            return MAPPER.writeValueAsBytes(document.node());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a document could not be written", e);
        }
    }

    /**
     * @param isModelled whether the operation's model declares the error: then its message is spelled {@code Message} too,
     *     as its shape has it
     */
    public static byte[] writeError(String code, String message, boolean isModelled) {
        return writeError(code, message, isModelled, Document.EMPTY);
    }

    /** @param details further members of the error's shape */
    public static byte[] writeError(String code, String message, boolean isModelled, Document details) {
        ObjectNode error = JsonNodeFactory.instance.objectNode();
        error.put("__type", code).put("message", message);
        if (isModelled) {
            error.put("Message", message);
        }
        error.setAll(details.node());
        return write(Document.of(error));
    }

    private static String reason(JacksonException e) {
        String text = e.getOriginalMessage();
        int end = Math.min(text.indexOf('\n') < 0 ? text.length() : text.indexOf('\n'), 200);
        return text.substring(0, end);
    }
}
