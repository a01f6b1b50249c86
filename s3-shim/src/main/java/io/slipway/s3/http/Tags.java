package io.slipway.s3.http;

import io.slipway.s3.ObjectStoreException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tag sets: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html */
final class Tags {

    private static final int MOST_OF_OBJECT = 10;
    private static final int MOST_OF_BUCKET = 50;
    private static final int LONGEST_KEY = 128;
    private static final int LONGEST_VALUE = 256;

    private Tags() {}

    /** {@code a=1&b=2}, as the header of a write has it. */
    static Map<String, String> parseHeader(String header) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (String tag : header.split("&")) {
            if (tag.isEmpty()) {
                continue;
            }
            int equals = tag.indexOf('=');
            String key = Percent.decode(equals < 0 ? tag : tag.substring(0, equals), true);
            add(tags, key, equals < 0 ? "" : Percent.decode(tag.substring(equals + 1), true));
        }
        return checked(tags, MOST_OF_OBJECT);
    }

    static Map<String, String> parseOfObject(byte[] document) {
        return checked(parse(document), MOST_OF_OBJECT);
    }

    static Map<String, String> parseOfBucket(byte[] document) {
        return checked(parse(document), MOST_OF_BUCKET);
    }

    private static Map<String, String> parse(byte[] document) {
        Map<String, String> tags = new LinkedHashMap<>();
        XmlElement set = XmlElement.parse(document, "Tagging").child("TagSet").orElseThrow(XmlElement::malformed);
        for (XmlElement tag : set.children("Tag")) {
            add(tags, tag.required("Key"), tag.required("Value"));
        }
        return tags;
    }

    private static void add(Map<String, String> tags, String key, String value) {
        if (tags.put(key, value) != null) {
            throw invalid("Cannot provide multiple Tags with the same key");
        }
    }

    private static Map<String, String> checked(Map<String, String> tags, int most) {
        if (tags.size() > most) {
            throw new ObjectStoreException(
                    most == MOST_OF_OBJECT ? "BadRequest" : "InvalidTag",
                    "The number of tags cannot be greater than " + most);
        }
        tags.forEach((key, value) -> {
            if (key.isEmpty() || key.length() > LONGEST_KEY || key.startsWith("aws:")) {
                throw invalid("The TagKey you have provided is invalid");
            }
            if (value.length() > LONGEST_VALUE) {
                throw invalid("The TagValue you have provided is invalid");
            }
        });
        return tags;
    }

    private static ObjectStoreException invalid(String message) {
        return new ObjectStoreException("InvalidTag", message);
    }

    static Xml document(Map<String, String> tags) {
        Xml xml = Xml.document("Tagging").open("TagSet");
        tags.forEach((key, value) ->
                xml.open("Tag").add("Key", key).add("Value", value).close());
        return xml;
    }
}
