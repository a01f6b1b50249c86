package io.slipway.emulator.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.emulator.model.Shape.BlobShape;
import io.slipway.emulator.model.Shape.Member;
import io.slipway.emulator.model.Shape.StringShape;
import io.slipway.emulator.model.Shape.StructureShape;
import io.slipway.emulator.model.Shape.TimestampShape;
import io.slipway.emulator.wire.Document;
import io.slipway.emulator.wire.JsonBody;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where REST-JSON puts the members of a shape: into the path, the query string, headers, or the body. A member that is the
 * whole body as bytes is a binary node of the document.
 *
 * @see <a href="https://smithy.io/2.0/spec/http-bindings.html">HTTP bindings</a>
 */
public final class RestBinding {

    public static final String JSON = "application/json";

    private static final String BYTES = "application/octet-stream";
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private RestBinding() {}

    /** Where a request has members, apart from its body. */
    public interface Places {
        Optional<String> label(String name);

        Optional<String> queryParameter(String name);

        Optional<String> header(String name);
    }

    /** What goes out; the content type is not among the headers. */
    public static final class Response {

        private final String contentType;
        private final Map<String, String> headers;
        private final byte[] body;

        private Response(String contentType, Map<String, String> headers, byte[] body) {
            this.contentType = contentType;
            this.headers = headers;
            this.body = body;
        }

        public String contentType() {
            return contentType;
        }

        public Map<String, String> headers() {
            return headers;
        }

        /** Not to be changed. */
        public byte[] body() {
            return body;
        }
    }

    /** @throws io.slipway.emulator.wire.ApiException a {@code SerializationException} if a body of JSON is none */
    public static Document fromRequest(StructureShape shape, Places places, byte[] body) {
        ObjectNode request = NODES.objectNode();
        ObjectNode json = shape.payload().isPresent()
                ? NODES.objectNode()
                : JsonBody.read(body).node();
        for (Member member : shape.members().values()) {
            if (shape.payload().filter(member.name()::equals).isPresent()) {
                request.set(member.name(), payload(member.shape().target(), body));
                continue;
            }
            switch (member.location()) {
                case "uri" -> places.label(member.locationName()).ifPresent(text -> set(request, member, text));
                case "querystring" ->
                    places.queryParameter(member.locationName()).ifPresent(text -> set(request, member, text));
                case "header" -> places.header(member.locationName()).ifPresent(text -> set(request, member, text));
                default -> {
                    if (json.has(member.locationName())) {
                        request.set(member.name(), json.get(member.locationName()));
                    }
                }
            }
        }
        return Document.of(request);
    }

    public static Response toResponse(StructureShape shape, Document document) {
        Map<String, String> headers = new HashMap<>();
        ObjectNode json = NODES.objectNode();
        for (Map.Entry<String, JsonNode> entry : document.node().properties()) {
            Member member = shape.members().get(entry.getKey());
            if (member == null || shape.payload().filter(member.name()::equals).isPresent()) {
                continue;
            }
            if (member.location().equals("header")) {
                headers.put(member.locationName(), header(member.shape().target(), entry.getValue()));
            } else {
                json.set(member.locationName(), entry.getValue());
            }
        }
        Optional<String> contentType = Optional.ofNullable(headers.remove("Content-Type"));
        Optional<JsonNode> payload = shape.payload().flatMap(document::find);
        if (payload.isEmpty()) {
            return new Response(contentType.orElse(JSON), headers, JsonBody.write(Document.of(json)));
        }
        String standard = payload.get().isObject() ? JSON : BYTES;
        return new Response(contentType.orElse(standard), headers, bytes(payload.get()));
    }

    private static JsonNode payload(Shape shape, byte[] body) {
        return switch (shape) {
            case BlobShape blob -> NODES.binaryNode(body);
            case StringShape string -> NODES.textNode(new String(body, StandardCharsets.UTF_8));
            default -> JsonBody.read(body).node();
        };
    }

    private static byte[] bytes(JsonNode payload) {
        if (payload instanceof ObjectNode object) {
            return JsonBody.write(Document.of(object));
        }
        try {
            return payload.isBinary() ? payload.binaryValue() : payload.asText().getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void set(ObjectNode request, Member member, String text) {
        Shape shape = member.shape().target();
        boolean isHeaderTime =
                shape instanceof TimestampShape && member.location().equals("header");
        request.set(
                member.name(), QueryBinding.typed(shape, NODES.textNode(isHeaderTime ? isoOfHttpDate(text) : text)));
    }

    private static String isoOfHttpDate(String text) {
        try {
            return Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text))
                    .toString();
        } catch (DateTimeParseException e) {
            return text;
        }
    }

    private static String header(Shape shape, JsonNode value) {
        if (!(shape instanceof TimestampShape)) {
            return value.asText();
        }
        Instant time = Instant.ofEpochSecond(value.asLong());
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC));
    }
}
