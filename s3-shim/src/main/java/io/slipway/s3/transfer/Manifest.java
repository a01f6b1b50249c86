package io.slipway.s3.transfer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.slipway.s3.ObjectStore;
import io.slipway.s3.ObjectStoreException;
import io.slipway.s3.S3Uri;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** SageMaker's {@code ManifestFile}: {@code [{"prefix": "s3://bucket/path/"}, "relative/key", …]}. */
record Manifest(S3Uri prefix, List<String> entries) {

    private static final JsonFactory JSON = new JsonFactory();

    static Manifest read(ObjectStore store, S3Uri uri) {
        try (InputStream content = store.open(uri);
                JsonParser parser = JSON.createParser(content)) {
            return read(parser, uri);
        } catch (JsonProcessingException e) {
            throw new TransferException("The manifest " + uri + " is not valid JSON: " + e.getOriginalMessage(), e);
        } catch (ObjectStoreException e) {
            if (!e.code().equals("NoSuchKey")) {
                throw e;
            }
            throw new TransferException("The manifest " + uri + " does not exist.", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Manifest read(JsonParser parser, S3Uri uri) throws IOException {
        expect(parser.nextToken() == JsonToken.START_ARRAY, uri, "it is not a JSON array");
        expect(
                parser.nextToken() == JsonToken.START_OBJECT,
                uri,
                "its first element is not {\"prefix\": \"s3://...\"}");
        S3Uri prefix = prefix(parser, uri);
        List<String> entries = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            expect(parser.currentToken() == JsonToken.VALUE_STRING, uri, "an entry after the prefix is not a string");
            expect(!parser.getText().isEmpty(), uri, "an entry is empty");
            entries.add(parser.getText());
        }
        expect(parser.nextToken() == null, uri, "something follows the JSON array");
        return new Manifest(prefix, entries);
    }

    private static S3Uri prefix(JsonParser parser, S3Uri uri) throws IOException {
        boolean named = "prefix".equals(parser.nextFieldName());
        String prefix = parser.nextTextValue();
        boolean alone = parser.nextToken() == JsonToken.END_OBJECT;
        expect(named && prefix != null && alone, uri, "its first element is not {\"prefix\": \"s3://...\"}");
        try {
            return S3Uri.parse(String.valueOf(prefix));
        } catch (IllegalArgumentException e) {
            throw new TransferException("The manifest " + uri + " has a prefix that is " + e.getMessage(), e);
        }
    }

    private static void expect(boolean rule, S3Uri uri, String otherwise) {
        if (!rule) {
            throw new TransferException("The manifest " + uri + " is not valid: " + otherwise + ".");
        }
    }
}
