package io.slipway.s3.http;

import io.slipway.s3.ObjectStoreException;
import io.slipway.s3.embedded.EmbeddedStore;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/** The table of operations, family by family: the first row that matches answers. */
final class Operations {

    /** Subresources that S3 has and this does not; without their rows they would be taken for plain reads and writes. */
    private static final List<String> ABSENT = List.of(
            "abac",
            "attributes",
            "metadataConfiguration",
            "legal-hold",
            "metadataTable",
            "renameObject",
            "restore",
            "retention",
            "select",
            "session",
            "torrent");

    private final List<Route> routes;

    Operations(EmbeddedStore store, InstantSource clock) {
        routes = Stream.of(
                        new MultipartOperations(store).routes(),
                        new TaggingOperations(store).routes(),
                        new ConfigurationOperations(store).routes(),
                        new BucketOperations(store).routes(),
                        new PostFormOperation(store, clock).routes(),
                        new DeleteOperations(store).routes(),
                        new ListOperations(store).routes(),
                        new AttributesOperation(store).routes(),
                        new CopyOperation(store).routes(),
                        new ReadOperations(store).routes(),
                        new WriteOperations(store).routes())
                .flatMap(List::stream)
                .toList();
    }

    Operation find(S3Request request) {
        Route route =
                routes.stream().filter(row -> row.matches(request)).findFirst().orElseThrow(Errors::methodNotAllowed);
        for (String absent : ABSENT) {
            if (request.query().has(absent) && !route.markers().contains(absent)) {
                throw new ObjectStoreException(
                        "NotImplemented",
                        "A header or query you provided implies functionality that is not implemented");
            }
        }
        return route.operation();
    }
}
