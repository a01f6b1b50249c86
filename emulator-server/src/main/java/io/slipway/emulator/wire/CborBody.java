package io.slipway.emulator.wire;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import java.io.IOException;

/** The bodies of Smithy RPC v2 CBOR. Times are tagged epoch seconds, which read as plain numbers. */
public final class CborBody {

    private static final ObjectMapper MAPPER = BodyMapper.of(CBORFactory.builder());

    private CborBody() {}

    /**
     * @param body an empty one stands for an empty map
     * @throws ApiException a {@code SerializationException} if it is no map
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
        } catch (JacksonException e) {
            throw new ApiException(ApiError.SERIALIZATION_EXCEPTION, "The request body is not valid CBOR");
        } catch (IOException e) {
            throw new ApiException(ApiError.SERIALIZATION_EXCEPTION, "The request body ends too early");
        }
        throw new ApiException(ApiError.SERIALIZATION_EXCEPTION, "The request body is not a CBOR map");
    }

    public static byte[] writeError(String code, String message) {
        try {
            return MAPPER.writeValueAsBytes(
                    Document.EMPTY.with("__type", code).with("message", message).node());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an error could not be written", e);
        }
    }
}
