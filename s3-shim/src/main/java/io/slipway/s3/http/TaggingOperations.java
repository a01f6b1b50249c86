package io.slipway.s3.http;

import static io.slipway.s3.http.Route.bucket;
import static io.slipway.s3.http.Route.object;

import io.slipway.s3.ObjectStoreException;
import io.slipway.s3.embedded.EmbeddedStore;
import io.slipway.s3.embedded.Version;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Tags of objects and of buckets. */
final class TaggingOperations {

    private static final String KIND = "tagging";

    private final EmbeddedStore store;

    TaggingOperations(EmbeddedStore store) {
        this.store = store;
    }

    List<Route> routes() {
        return List.of(
                object("GET", this::get, KIND),
                object("PUT", this::put, KIND),
                object("DELETE", this::delete, KIND),
                bucket("GET", this::getOfBucket, KIND),
                bucket("PUT", this::putOfBucket, KIND),
                bucket("DELETE", this::deleteOfBucket, KIND));
    }

    private Reply get(S3Request request) {
        Version version = store.objects().get(request.bucket(), request.key(), request.versionId());
        refuseMarker(request, version);
        return Reply.xml(Tags.document(version.attributes().tags())).headers(ObjectHeaders.version(version));
    }

    private Reply put(S3Request request) throws IOException {
        Map<String, String> tags = Tags.parseOfObject(new Payload(request).read());
        return Reply.empty(200).headers(ObjectHeaders.version(set(request, tags)));
    }

    private Reply delete(S3Request request) {
        return Reply.empty(204).headers(ObjectHeaders.version(set(request, Map.of())));
    }

    private Version set(S3Request request, Map<String, String> tags) {
        refuseMarker(request, store.objects().get(request.bucket(), request.key(), request.versionId()));
        return store.objects().setTags(request.bucket(), request.key(), request.versionId(), tags);
    }

    private static void refuseMarker(S3Request request, Version version) {
        if (version.deleteMarker()) {
            throw request.versionId().isPresent()
                    ? Errors.methodNotAllowed()
                    : new ObjectStoreException("NoSuchKey", "The specified key does not exist.");
        }
    }

    private Reply getOfBucket(S3Request request) {
        byte[] document = store.buckets()
                .findConfiguration(request.bucket(), KIND, "")
                .orElseThrow(() -> new ObjectStoreException("NoSuchTagSet", "The TagSet does not exist"));
        return Reply.bytes(200, "application/xml", document);
    }

    private Reply putOfBucket(S3Request request) throws IOException {
        Map<String, String> tags = Tags.parseOfBucket(new Payload(request).read());
        store.buckets()
                .putConfiguration(
                        request.bucket(), KIND, "", Tags.document(tags).bytes());
        return Reply.empty(204);
    }

    private Reply deleteOfBucket(S3Request request) {
        store.buckets().deleteConfiguration(request.bucket(), KIND, "");
        return Reply.empty(204);
    }
}
