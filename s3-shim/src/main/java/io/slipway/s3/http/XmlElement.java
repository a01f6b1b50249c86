package io.slipway.s3.http;

import io.slipway.s3.ObjectStoreException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** An element of a request; namespaces are not looked at, since clients disagree on them. */
record XmlElement(Element element) {

    /** @throws ObjectStoreException {@code MalformedXML} if it is not well formed or of another root */
    static XmlElement parse(byte[] document, String root) {
        XmlElement parsed = parse(document);
        if (!parsed.name().equals(root)) {
            throw malformed();
        }
        return parsed;
    }

    static XmlElement parse(byte[] document) {
        try {
            DocumentBuilder builder = factory().newDocumentBuilder();
            builder.setErrorHandler(new DefaultHandler());
            return new XmlElement(
                    builder.parse(new ByteArrayInputStream(document)).getDocumentElement());
        } catch (SAXException e) {
            throw malformed();
        } catch (ParserConfigurationException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static DocumentBuilderFactory factory() throws ParserConfigurationException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        factory.setXIncludeAware(false);
        factory.setExpandEntityReferences(false);
        return factory;
    }

    static ObjectStoreException malformed() {
        return new ObjectStoreException(
                "MalformedXML",
                "The XML you provided was not well-formed or did not validate against our published schema");
    }

    String name() {
        return element.getLocalName();
    }

    List<XmlElement> children(String name) {
        List<XmlElement> children = new ArrayList<>();
        NodeList nodes = element.getChildNodes();
        for (int i = 0; i < nodes.getLength(); i++) {
            Node node = nodes.item(i);
            if (node instanceof Element child && name.equals(child.getLocalName())) {
                children.add(new XmlElement(child));
            }
        }
        return children;
    }

    Optional<XmlElement> child(String name) {
        return children(name).stream().findFirst();
    }

    Optional<String> text(String name) {
        return child(name).map(child -> child.element().getTextContent());
    }

    String required(String name) {
        return text(name).orElseThrow(XmlElement::malformed);
    }
}
