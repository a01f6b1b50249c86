package io.slipway.s3.http;

import static io.slipway.s3.http.Route.object;

import io.slipway.s3.embedded.Attributes;
import io.slipway.s3.embedded.EmbeddedStore;
import io.slipway.s3.embedded.ObjectReader;
import io.slipway.s3.embedded.Version;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** CopyObject. */
final class CopyOperation {

    private static final String METADATA_DIRECTIVE = "x-amz-metadata-directive";
    private static final String TAGGING_DIRECTIVE = "x-amz-tagging-directive";

    private final EmbeddedStore store;

    CopyOperation(EmbeddedStore store) {
        this.store = store;
    }

    List<Route> routes() {
        return List.of(object("PUT", this::copy, "@" + CopySource.HEADER));
    }

    private Reply copy(S3Request request) {
        store.buckets().get(request.bucket());
        boolean replace = replaces(request, METADATA_DIRECTIVE);
        try (ObjectReader reader = CopySource.of(request).open(store, request)) {
            Version source = reader.version();
            Map<String, String> placement = ObjectHeaders.placement(request);
            boolean itself =
                    source.bucket().equals(request.bucket()) && source.key().equals(request.key());
            if (itself
                    && !replace
                    && placement.isEmpty()
                    && request.versionId().isEmpty()
                    && CopySource.of(request).versionId().isEmpty()) {
                throw Errors.invalidRequest(
                        "This copy request is illegal because it is trying to copy an object to itself without changing the"
                                + " object's metadata, storage class, website redirect location or encryption attributes.");
            }
            Version version = store.objects()
                    .copy(
                            reader,
                            request.bucket(),
                            request.key(),
                            attributes(request, source, replace, placement),
                            Preconditions.write(request));
            return answer(source, version);
        }
    }

    private static Attributes attributes(
            S3Request request, Version source, boolean replace, Map<String, String> placement) {
        Map<String, String> headers = new HashMap<>(
                replace
                        ? ObjectHeaders.content(request)
                        : ObjectHeaders.describing(source.attributes().headers()));
        headers.putAll(placement);
        Map<String, String> tags = replaces(request, TAGGING_DIRECTIVE)
                ? request.header("x-amz-tagging").map(Tags::parseHeader).orElse(Map.of())
                : source.attributes().tags();
        return new Attributes(headers, source.attributes().checksums(), tags);
    }

    private static boolean replaces(S3Request request, String directive) {
        return switch (request.header(directive).orElse("COPY")) {
            case "COPY" -> false;
            case "REPLACE" -> true;
            default -> throw Errors.invalidArgument("Unknown directive in " + directive);
        };
    }

    private static Reply answer(Version source, Version version) {
        Xml xml = Xml.document("CopyObjectResult")
                .add("ETag", Etags.quote(version.etag()))
                .add("LastModified", Timestamps.document(version.modified()));
        Reply reply = Reply.xml(Checksums.addTo(xml, version.attributes().checksums()))
                .headers(ObjectHeaders.version(version))
                .headers(ObjectHeaders.encryption(version.attributes().headers()));
        return source.id().equals(Version.UNVERSIONED)
                ? reply
                : reply.header("x-amz-copy-source-version-id", source.id());
    }
}
