package io.slipway.s3.http;

import static io.slipway.s3.http.Route.bucket;
import static io.slipway.s3.http.Route.object;

import io.slipway.s3.embedded.Deletion;
import io.slipway.s3.embedded.Deletion.Target;
import io.slipway.s3.embedded.EmbeddedStore;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** DeleteObject and DeleteObjects. */
final class DeleteOperations {

    private static final int MOST = 1000;

    private final EmbeddedStore store;

    DeleteOperations(EmbeddedStore store) {
        this.store = store;
    }

    List<Route> routes() {
        return List.of(object("DELETE", this::delete), bucket("POST", this::deleteSeveral, "delete"));
    }

    private Reply delete(S3Request request) {
        Deletion deletion = store.objects()
                .delete(request.bucket(), new Target(request.key(), request.versionId(), Preconditions.write(request)));
        Reply reply = Reply.empty(204).header("x-amz-version-id", deletion.id());
        return deletion.deleteMarker() ? reply.header("x-amz-delete-marker", "true") : reply;
    }

    private Reply deleteSeveral(S3Request request) throws IOException {
        XmlElement document = XmlElement.parse(new Payload(request).read(), "Delete");
        boolean quiet = document.text("Quiet").filter("true"::equalsIgnoreCase).isPresent();
        List<Target> targets = document.children("Object").stream()
                .map(DeleteOperations::target)
                .toList();
        if (targets.isEmpty() || targets.size() > MOST) {
            throw XmlElement.malformed();
        }
        List<Deletion> deletions = store.objects().deleteAll(request.bucket(), targets);
        Xml xml = Xml.document("DeleteResult");
        for (Deletion deletion : deletions) {
            if (deletion.error().isPresent()) {
                xml.open("Error")
                        .add("Key", deletion.target().key())
                        .addIfPresent("VersionId", deletion.target().id())
                        .add("Code", deletion.error().get().code())
                        .add("Message", String.valueOf(deletion.error().get().getMessage()))
                        .close();
            } else if (!quiet) {
                deleted(xml, deletion);
            }
        }
        return Reply.xml(xml);
    }

    private static Target target(XmlElement object) {
        Optional<String> etag = object.text("ETag").map(Etags::unquote);
        return new Target(
                object.required("Key"),
                object.text("VersionId").filter(id -> !id.isEmpty()),
                Preconditions.match(etag));
    }

    private static void deleted(Xml xml, Deletion deletion) {
        xml.open("Deleted")
                .add("Key", deletion.target().key())
                .addIfPresent("VersionId", deletion.target().id());
        if (deletion.deleteMarker()) {
            xml.add("DeleteMarker", "true").addIfPresent("DeleteMarkerVersionId", deletion.id());
        }
        xml.close();
    }
}
