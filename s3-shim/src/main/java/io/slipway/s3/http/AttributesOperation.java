package io.slipway.s3.http;

import static io.slipway.s3.http.Route.object;

import io.slipway.s3.ObjectStoreException;
import io.slipway.s3.embedded.EmbeddedStore;
import io.slipway.s3.embedded.ObjectReader;
import io.slipway.s3.embedded.Version;
import io.slipway.s3.embedded.VersionPart;
import java.util.Arrays;
import java.util.List;

/** GetObjectAttributes. */
final class AttributesOperation {

    private static final int MOST_PARTS = 1000;

    private final EmbeddedStore store;

    AttributesOperation(EmbeddedStore store) {
        this.store = store;
    }

    List<Route> routes() {
        return List.of(object("GET", this::get, "attributes"));
    }

    private Reply get(S3Request request) {
        List<String> wanted = Arrays.stream(request.headers("x-amz-object-attributes")
                        .getOrDefault("x-amz-object-attributes", "")
                        .split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
        if (wanted.isEmpty()) {
            throw Errors.invalidArgument("The x-amz-object-attributes header is required");
        }
        try (ObjectReader reader = store.objects().open(request.bucket(), request.key(), request.versionId())) {
            Version version = reader.version();
            if (version.deleteMarker()) {
                throw request.versionId().isPresent()
                        ? Errors.methodNotAllowed()
                        : new ObjectStoreException("NoSuchKey", "The specified key does not exist.");
            }
            Xml xml = Xml.document("GetObjectAttributesResponse");
            for (String name : wanted) {
                add(xml, name, request, reader);
            }
            return Reply.xml(xml)
                    .header("last-modified", Timestamps.header(version.modified()))
                    .headers(ObjectHeaders.version(version));
        }
    }

    private static void add(Xml xml, String name, S3Request request, ObjectReader reader) {
        Version version = reader.version();
        switch (name) {
            case "ETag" -> xml.add("ETag", version.etag());
            case "ObjectSize" -> xml.add("ObjectSize", version.size());
            case "StorageClass" ->
                xml.add(
                        "StorageClass",
                        version.attributes().headers().getOrDefault(ObjectHeaders.STORAGE_CLASS, "STANDARD"));
            case "Checksum" -> {
                if (!version.attributes().checksums().isEmpty()) {
                    Checksums.addTo(xml.open("Checksum"), version.attributes().checksums())
                            .close();
                }
            }
            case "ObjectParts" -> addParts(xml, request, reader);
            default -> throw Errors.invalidArgument("Invalid attribute name specified: " + name);
        }
    }

    private static void addParts(Xml xml, S3Request request, ObjectReader reader) {
        if (reader.parts().isEmpty()) {
            return;
        }
        int limit = number(request, "x-amz-max-parts", MOST_PARTS);
        int marker = number(request, "x-amz-part-number-marker", 0);
        List<VersionPart> rest =
                reader.parts().stream().filter(part -> part.number() > marker).toList();
        List<VersionPart> page = rest.subList(0, Math.min(limit, rest.size()));
        xml.open("ObjectParts")
                .add("PartsCount", reader.parts().size())
                .add("PartNumberMarker", marker)
                .add("MaxParts", limit)
                .add("IsTruncated", page.size() < rest.size());
        if (!page.isEmpty()) {
            xml.add("NextPartNumberMarker", page.getLast().number());
        }
        for (VersionPart part : page) {
            xml.open("Part").add("PartNumber", part.number()).add("Size", part.size());
            Checksums.addTo(xml, part.checksums()).close();
        }
        xml.close();
    }

    private static int number(S3Request request, String header, int otherwise) {
        try {
            return Math.max(0, request.header(header).map(Integer::parseInt).orElse(otherwise));
        } catch (NumberFormatException e) {
            throw Errors.invalidArgument(header + " must be a number");
        }
    }
}
