package io.slipway.emulator.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import io.slipway.emulator.model.Shape.BlobShape;
import io.slipway.emulator.model.Shape.BooleanShape;
import io.slipway.emulator.model.Shape.FloatShape;
import io.slipway.emulator.model.Shape.IntegerShape;
import io.slipway.emulator.model.Shape.ListShape;
import io.slipway.emulator.model.Shape.MapShape;
import io.slipway.emulator.model.Shape.Member;
import io.slipway.emulator.model.Shape.StringShape;
import io.slipway.emulator.model.Shape.StructureShape;
import io.slipway.emulator.model.Shape.TimestampShape;
import io.slipway.emulator.wire.Document;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Map;

/**
 * What CBOR leaves to the model: which numbers are times, which texts are bytes.
 *
 * @see <a href="https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html">Smithy RPC v2 CBOR</a>
 */
public final class CborBinding {

    /** Of RFC 8949: the number that follows is an epoch-based time. */
    private static final int EPOCH_TIME = 1;

    private static final CBORFactory FACTORY = new CBORFactory();

    private CborBinding() {}

    public static byte[] write(StructureShape shape, Document document) {
        var bytes = new ByteArrayOutputStream();
        try (CBORGenerator out = FACTORY.createGenerator(bytes)) {
            structure(out, shape, document.node());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void structure(CBORGenerator out, StructureShape shape, JsonNode value) throws IOException {
        out.writeStartObject();
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
            Member member = shape.members().get(entry.getKey());
            if (member != null) {
                out.writeFieldName(entry.getKey());
                value(out, member.shape().target(), entry.getValue());
            }
        }
        out.writeEndObject();
    }

    private static void value(CBORGenerator out, Shape shape, JsonNode value) throws IOException {
        switch (shape) {
            case StructureShape structure -> structure(out, structure, value);
            case ListShape list -> {
                out.writeStartArray(value, value.size());
                for (JsonNode element : value) {
                    value(out, list.element().target(), element);
                }
                out.writeEndArray();
            }
            case MapShape map -> {
                out.writeStartObject();
                for (Map.Entry<String, JsonNode> entry : value.properties()) {
                    out.writeFieldName(entry.getKey());
                    value(out, map.value().target(), entry.getValue());
                }
                out.writeEndObject();
            }
            case TimestampShape time -> {
                out.writeTag(EPOCH_TIME);
                out.writeNumber(value.doubleValue());
            }
            case FloatShape number ->
                out.writeNumber(value.isTextual() ? Double.parseDouble(value.asText()) : value.doubleValue());
            case IntegerShape integer -> out.writeNumber(value.longValue());
            case BooleanShape flag -> out.writeBoolean(value.booleanValue());
            case StringShape string -> out.writeString(value.asText());
            case BlobShape blob ->
                out.writeBinary(value.isTextual() ? Base64.getDecoder().decode(value.asText()) : value.binaryValue());
        }
    }
}
