package io.slipway.emulator.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;

/** The responses of the query protocol. */
public final class XmlBody {

    private XmlBody() {}

    /** The answer to an operation; a list in the result repeats its element. */
    public static byte[] write(
            String operation, String resultWrapper, String namespace, Document result, String requestId) {
        StringBuilder xml = new StringBuilder();
        xml.append('<')
                .append(operation)
                .append("Response xmlns=\"")
                .append(namespace)
                .append("\">");
        if (!resultWrapper.isEmpty()) {
            element(xml, resultWrapper, result.node());
        }
        xml.append("<ResponseMetadata><RequestId>").append(requestId).append("</RequestId></ResponseMetadata></");
        return xml.append(operation).append("Response>").toString().getBytes(StandardCharsets.UTF_8);
    }

    /** @param isSender whether the client is to blame */
    public static byte[] writeError(String namespace, boolean isSender, String code, String message, String requestId) {
        StringBuilder xml = new StringBuilder();
        xml.append("<ErrorResponse xmlns=\"").append(namespace).append("\"><Error><Type>");
        xml.append(isSender ? "Sender" : "Receiver")
                .append("</Type><Code>")
                .append(code)
                .append("</Code><Message>");
        escape(xml, message);
        xml.append("</Message></Error><RequestId>").append(requestId).append("</RequestId></ErrorResponse>");
        return xml.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void element(StringBuilder xml, String name, JsonNode value) {
        if (value.isArray()) {
            value.forEach(child -> element(xml, name, child));
            return;
        }
        xml.append('<').append(name).append('>');
        if (value instanceof ObjectNode object) {
            object.properties().forEach(entry -> element(xml, entry.getKey(), entry.getValue()));
        } else {
            escape(xml, value.asText());
        }
        xml.append("</").append(name).append('>');
    }

    private static void escape(StringBuilder xml, String text) {
        text.codePoints().forEach(c -> {
            switch (c) {
                case '<' -> xml.append("&lt;");
                case '>' -> xml.append("&gt;");
                case '&' -> xml.append("&amp;");
                case '"' -> xml.append("&quot;");
                case '\r' -> xml.append("&#xD;");
                default -> xml.appendCodePoint(isXml(c) ? c : 0xFFFD);
            }
        });
    }

    private static boolean isXml(int c) {
        return c >= 0x20 ? c <= 0xD7FF || (c >= 0xE000 && c <= 0xFFFD) || c >= 0x10000 : c == '\t' || c == '\n';
    }
}
