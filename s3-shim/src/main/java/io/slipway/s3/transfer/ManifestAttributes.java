package io.slipway.s3.transfer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.slipway.s3.S3Uri;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes the wanted attributes out of the lines of an augmented manifest: a text as it is, another value as its JSON, and what
 * an attribute ending in {@code -ref} names as the object's bytes.
 *
 * @see <a href="https://docs.aws.amazon.com/sagemaker/latest/dg/augmented-manifest.html">Augmented manifest files</a>
 */
final class ManifestAttributes {

    private static final JsonFactory JSON = new JsonFactory();
    private static final String REFERENCE = "-ref";

    private final S3Uri manifest;
    private final List<String> names;

    ManifestAttributes(S3Source.AugmentedManifest source) {
        this.manifest = source.uri();
        this.names = source.attributeNames();
    }

    /** @param number of the line, from 0 */
    void write(long number, byte[] line, RecordStream records) throws IOException {
        Map<String, String> values = values(number, line);
        for (String name : names) {
            String value = values.get(name);
            if (value == null) {
                throw refusal(number, "has no attribute \"" + name + "\"");
            }
            if (name.endsWith(REFERENCE)) {
                records.write(object(number, name, value));
            } else {
                records.write(value.getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private S3Uri object(long number, String name, String value) {
        try {
            return S3Uri.parse(value);
        } catch (IllegalArgumentException e) {
            throw new TransferException(
                    refusal(number, "has for \"" + name + "\" no S3 URI").getMessage() + " (" + value + ")", e);
        }
    }

    private Map<String, String> values(long number, byte[] line) {
        Map<String, String> values = new HashMap<>();
        try (JsonParser parser = JSON.createParser(line)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw refusal(number, "is not a JSON object");
            }
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                parser.nextToken();
                if (names.contains(name)) {
                    values.put(name, value(parser));
                } else {
                    parser.skipChildren();
                }
            }
            return values;
        } catch (JsonProcessingException e) {
            throw new TransferException(
                    refusal(number, "is not valid JSON").getMessage() + " (" + e.getOriginalMessage() + ")", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String value(JsonParser parser) throws IOException {
        if (!parser.currentToken().isStructStart()) {
            return parser.getText();
        }
        var text = new StringWriter();
        try (JsonGenerator generator = JSON.createGenerator(text)) {
            generator.copyCurrentStructureExact(parser);
        }
        return text.toString();
    }

    private TransferException refusal(long number, String why) {
        return new TransferException(
                "Line " + (number + 1) + " of the augmented manifest " + manifest + " " + why + ".");
    }
}
