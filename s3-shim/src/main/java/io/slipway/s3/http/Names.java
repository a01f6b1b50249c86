package io.slipway.s3.http;

import java.util.Optional;

/** How a listing writes keys: as they are, or URL-encoded, because XML cannot hold every character. */
final class Names {

    private final Optional<String> encoding;
    private final Optional<String> delimiter;

    Names(Query query) {
        encoding = query.find("encoding-type");
        delimiter = query.find("delimiter");
        if (encoding.filter(type -> !type.equals("url")).isPresent()) {
            throw Errors.invalidArgument("Invalid Encoding Method specified in Request");
        }
    }

    String write(String name) {
        return encoding.isPresent() ? Percent.encode(name) : name;
    }

    void describe(Xml xml) {
        xml.addIfPresent("Delimiter", delimiter.map(this::write)).addIfPresent("EncodingType", encoding);
    }
}
