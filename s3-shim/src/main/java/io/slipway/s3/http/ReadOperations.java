package io.slipway.s3.http;

import static io.slipway.s3.http.Route.object;

import io.slipway.s3.ObjectStoreException;
import io.slipway.s3.embedded.EmbeddedStore;
import io.slipway.s3.embedded.ObjectReader;
import io.slipway.s3.embedded.Version;
import io.slipway.s3.embedded.VersionPart;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** GetObject and HeadObject. */
final class ReadOperations {

    private static final Map<String, String> OVERRIDES = Map.of(
            "response-cache-control", "cache-control",
            "response-content-disposition", "content-disposition",
            "response-content-encoding", "content-encoding",
            "response-content-language", "content-language",
            "response-content-type", "content-type",
            "response-expires", "expires");

    private final EmbeddedStore store;

    ReadOperations(EmbeddedStore store) {
        this.store = store;
    }

    List<Route> routes() {
        return List.of(object("GET", this::get), object("HEAD", this::get));
    }

    private Reply get(S3Request request) {
        ObjectReader reader = store.objects().open(request.bucket(), request.key(), request.versionId());
        boolean sent = false;
        try {
            Version version = reader.version();
            if (version.deleteMarker()) {
                return hidden(request, version);
            }
            Preconditions.checkRead(request, "", version);
            Reply reply = answer(request, reader);
            sent = true;
            return reply;
        } catch (ObjectStoreException e) {
            if (!e.code().equals("NotModified")) {
                throw e;
            }
            return describe(Reply.empty(304), request, reader.version());
        } finally {
            if (!sent) {
                reader.close();
            }
        }
    }

    private static Reply answer(S3Request request, ObjectReader reader) {
        Version version = reader.version();
        Optional<String> partNumber = request.query().find("partNumber");
        Optional<ByteRange> range = partNumber.isPresent()
                ? Optional.of(part(request, reader))
                : request.header("range").flatMap(header -> ByteRange.parse(header, version.size()));
        ByteRange bytes = range.orElse(new ByteRange(0, version.size()));
        boolean partial = range.isPresent() && version.size() > 0;
        Reply reply = Reply.stream(
                partial ? 206 : 200,
                bytes.length(),
                () -> reader.stream(bytes.offset(), bytes.length()),
                reader::close);
        describe(reply, request, version);
        if (partial) {
            reply.header("content-range", bytes.contentRange(version.size()));
        }
        if (partNumber.isPresent() && version.parts() > 0) {
            reply.header("x-amz-mp-parts-count", Integer.toString(version.parts()));
        }
        if (request.header("x-amz-checksum-mode")
                        .filter("ENABLED"::equalsIgnoreCase)
                        .isPresent()
                && (range.isEmpty() || bytes.length() == version.size())) {
            reply.headers(version.attributes().checksums());
        }
        return reply;
    }

    private static ByteRange part(S3Request request, ObjectReader reader) {
        int number = request.query().number("partNumber", 0, Integer.MAX_VALUE);
        if (request.header("range").isPresent()) {
            throw Errors.invalidRequest("Cannot specify both Range header and partNumber query parameter");
        }
        if (number < 1 || number > 10_000) {
            throw Errors.invalidArgument("Part number must be an integer between 1 and 10000, inclusive");
        }
        if (reader.parts().isEmpty() && number == 1) {
            return new ByteRange(0, reader.version().size());
        }
        long offset = 0;
        int position = 1;
        for (VersionPart part : reader.parts()) {
            if (position == number) {
                return new ByteRange(offset, part.size());
            }
            offset += part.size();
            position++;
        }
        throw new ObjectStoreException("InvalidPartNumber", "The requested partnumber is not satisfiable");
    }

    private static Reply describe(Reply reply, S3Request request, Version version) {
        reply.header("etag", Etags.quote(version.etag()))
                .header("last-modified", Timestamps.header(version.modified()))
                .header("accept-ranges", "bytes")
                .headers(ObjectHeaders.shown(version.attributes().headers()))
                .headers(ObjectHeaders.version(version));
        if (!version.attributes().tags().isEmpty()) {
            reply.header(
                    "x-amz-tagging-count",
                    Integer.toString(version.attributes().tags().size()));
        }
        OVERRIDES.forEach((parameter, header) ->
                reply.header(header, request.query().find(parameter).map(ObjectHeaders::transportable)));
        return reply;
    }

    /** A delete marker looks like a missing object, but says what it is. */
    private static Reply hidden(S3Request request, Version marker) {
        ObjectStoreException error = request.versionId().isPresent()
                ? Errors.methodNotAllowed()
                : new ObjectStoreException("NoSuchKey", "The specified key does not exist.");
        Reply reply = ErrorReply.of(error, request.jetty().getHttpURI().getPath(), request.id())
                .header("x-amz-delete-marker", "true")
                .headers(ObjectHeaders.version(marker));
        return request.versionId().isPresent()
                ? reply.header("last-modified", Timestamps.header(marker.modified()))
                        .header("allow", "DELETE")
                : reply;
    }
}
