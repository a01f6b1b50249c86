package io.slipway.s3.http;

import static io.slipway.s3.http.Route.bucket;
import static io.slipway.s3.http.Route.service;

import io.slipway.s3.ObjectStoreException;
import io.slipway.s3.embedded.Bucket;
import io.slipway.s3.embedded.EmbeddedStore;
import java.io.IOException;
import java.util.List;

/** Making, finding, listing and removing buckets. */
final class BucketOperations {

    private static final String HOME = "us-east-1";
    private static final int MOST = 10_000;

    private final EmbeddedStore store;

    BucketOperations(EmbeddedStore store) {
        this.store = store;
    }

    List<Route> routes() {
        return List.of(
                service("GET", this::list),
                bucket("PUT", this::create),
                bucket("HEAD", this::head),
                bucket("DELETE", this::delete),
                bucket("GET", this::location, "location"));
    }

    private Reply list(S3Request request) {
        Query query = request.query();
        int limit = query.number("max-buckets", MOST, MOST);
        String after = query.get("continuation-token");
        List<Bucket> matching = store.buckets().list().stream()
                .filter(bucket -> bucket.name().startsWith(query.get("prefix")))
                .filter(bucket -> bucket.name().compareTo(after) > 0)
                .filter(bucket ->
                        query.find("bucket-region").orElse(bucket.region()).equals(bucket.region()))
                .toList();
        List<Bucket> page = matching.subList(0, Math.min(limit, matching.size()));
        Xml xml = Owner.add(Xml.document("ListAllMyBucketsResult"), "Owner").open("Buckets");
        for (Bucket bucket : page) {
            xml.open("Bucket")
                    .add("Name", bucket.name())
                    .add("CreationDate", Timestamps.document(bucket.created()))
                    .add("BucketRegion", bucket.region())
                    .close();
        }
        xml.close().addIfPresent("Prefix", query.find("prefix"));
        if (page.size() < matching.size() && !page.isEmpty()) {
            xml.add("ContinuationToken", page.getLast().name());
        }
        return Reply.xml(xml);
    }

    private Reply create(S3Request request) throws IOException {
        byte[] body = new Payload(request).read();
        String region = body.length == 0
                ? HOME
                : XmlElement.parse(body, "CreateBucketConfiguration")
                        .text("LocationConstraint")
                        .filter(constraint -> !constraint.isBlank())
                        .map(BucketOperations::region)
                        .orElse(HOME);
        if (!store.buckets().create(request.bucket(), region)) {
            boolean home = store.buckets().get(request.bucket()).region().equals(HOME);
            if (!home || !region.equals(HOME)) {
                throw new ObjectStoreException(
                        "BucketAlreadyOwnedByYou",
                        "Your previous request to create the named bucket succeeded and you already own it.");
            }
        }
        return Reply.empty(200).header("location", "/" + request.bucket());
    }

    /** {@code EU} is the old name of Ireland. */
    private static String region(String constraint) {
        return constraint.equals("EU") ? "eu-west-1" : constraint;
    }

    private Reply head(S3Request request) {
        return Reply.empty(200)
                .header(
                        "x-amz-bucket-region",
                        store.buckets().get(request.bucket()).region())
                .header("x-amz-access-point-alias", "false")
                .header("content-type", "application/xml");
    }

    private Reply delete(S3Request request) {
        store.buckets().delete(request.bucket());
        return Reply.empty(204);
    }

    private Reply location(S3Request request) {
        Bucket bucket = store.buckets().get(request.bucket());
        // Here the root is the element itself; the home region is written as nothing.
        return Reply.xml(Xml.documentOf("LocationConstraint", bucket.region().equals(HOME) ? "" : bucket.region()));
    }
}
