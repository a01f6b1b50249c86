package io.slipway.s3.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Writes a document; control characters become references, as S3 writes them, since keys may hold them. */
final class Xml {

    private static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

    private final StringBuilder text = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    private final Deque<String> open = new ArrayDeque<>();

    private Xml() {}

    static Xml document(String root) {
        Xml xml = new Xml();
        xml.text.append('<').append(root).append(" xmlns=\"").append(NAMESPACE).append("\">");
        xml.open.push(root);
        return xml;
    }

    /** A document that is one text. */
    static Xml documentOf(String root, String value) {
        Xml xml = document(root);
        xml.escape(value);
        return xml;
    }

    /** A document with content that is XML already. */
    static Xml documentAround(String root, String content) {
        Xml xml = document(root);
        xml.text.append(content);
        return xml;
    }

    /** Errors have no namespace. */
    static Xml plain(String root) {
        return new Xml().open(root);
    }

    Xml open(String name) {
        text.append('<').append(name).append('>');
        open.push(name);
        return this;
    }

    /** With attributes written out. */
    Xml open(String name, String attributes) {
        text.append('<').append(name).append(' ').append(attributes).append('>');
        open.push(name);
        return this;
    }

    Xml close() {
        text.append("</").append(open.pop()).append('>');
        return this;
    }

    Xml add(String name, Object value) {
        text.append('<').append(name).append('>');
        escape(value.toString());
        text.append("</").append(name).append('>');
        return this;
    }

    Xml addIfPresent(String name, Optional<?> value) {
        value.ifPresent(present -> add(name, present));
        return this;
    }

    byte[] bytes() {
        while (!open.isEmpty()) {
            close();
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void escape(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '&' -> text.append("&amp;");
                case '<' -> text.append("&lt;");
                case '>' -> text.append("&gt;");
                case '"' -> text.append("&quot;");
                default -> {
                    if (c < ' ' || c == 0x7F || c == '\uFFFE' || c == '\uFFFF') {
                        text.append("&#").append((int) c).append(';');
                    } else {
                        text.append(c);
                    }
                }
            }
        }
    }
}
