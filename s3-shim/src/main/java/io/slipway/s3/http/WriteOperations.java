package io.slipway.s3.http;

import static io.slipway.s3.http.Route.object;

import io.slipway.s3.embedded.Attributes;
import io.slipway.s3.embedded.EmbeddedStore;
import io.slipway.s3.embedded.Version;
import java.io.IOException;
import java.util.List;

/** PutObject. */
final class WriteOperations {

    private final EmbeddedStore store;

    WriteOperations(EmbeddedStore store) {
        this.store = store;
    }

    List<Route> routes() {
        return List.of(object("PUT", this::put));
    }

    private Reply put(S3Request request) throws IOException {
        store.buckets().get(request.bucket());
        Attributes attributes = ObjectHeaders.attributes(request);
        try (Payload.Stored stored = new Payload(request).store(store.objects())) {
            Version version = store.objects()
                    .put(
                            request.bucket(),
                            request.key(),
                            stored.draft(),
                            attributes.withChecksums(Checksums.whole(stored.checksums())),
                            Preconditions.write(request));
            return written(version);
        }
    }

    static Reply written(Version version) {
        return Reply.empty(200)
                .header("etag", Etags.quote(version.etag()))
                .headers(ObjectHeaders.version(version))
                .headers(ObjectHeaders.encryption(version.attributes().headers()))
                .headers(version.attributes().checksums());
    }
}
