package io.slipway.s3.http;

import static io.slipway.s3.http.Route.bucket;

import io.slipway.s3.embedded.EmbeddedStore;
import io.slipway.s3.embedded.KeyPage;
import io.slipway.s3.embedded.KeyQuery;
import io.slipway.s3.embedded.Version;
import io.slipway.s3.embedded.VersionPage;
import io.slipway.s3.embedded.VersionPage.Entry;
import io.slipway.s3.embedded.VersionQuery;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** ListObjects, ListObjectsV2 and ListObjectVersions. */
final class ListOperations {

    private static final int MOST = 1000;

    private final EmbeddedStore store;

    ListOperations(EmbeddedStore store) {
        this.store = store;
    }

    List<Route> routes() {
        return List.of(
                bucket("GET", this::versions, "versions"),
                bucket("GET", this::second, "list-type=2"),
                bucket("GET", this::first));
    }

    private Reply first(S3Request request) {
        Query query = request.query();
        Names names = new Names(query);
        KeyPage page = page(request, query.get("marker"));
        Xml xml = Xml.document("ListBucketResult")
                .add("Name", request.bucket())
                .add("Prefix", names.write(query.get("prefix")))
                .add("Marker", names.write(query.get("marker")))
                .add("MaxKeys", limit(query))
                .add("IsTruncated", page.truncated());
        names.describe(xml);
        if (page.truncated() && query.has("delimiter")) {
            xml.add("NextMarker", names.write(page.last()));
        }
        return Reply.xml(contents(xml, page, names, true)).header("x-amz-bucket-region", region(request));
    }

    private Reply second(S3Request request) {
        Query query = request.query();
        Names names = new Names(query);
        Optional<String> token = query.find("continuation-token");
        String after = token.map(ListOperations::fromToken).orElse(query.get("start-after"));
        KeyPage page = page(request, after);
        Xml xml = Xml.document("ListBucketResult")
                .add("Name", request.bucket())
                .add("Prefix", names.write(query.get("prefix")))
                .add("KeyCount", page.objects().size() + page.prefixes().size())
                .add("MaxKeys", limit(query))
                .add("IsTruncated", page.truncated())
                .addIfPresent("StartAfter", query.find("start-after").map(names::write))
                .addIfPresent("ContinuationToken", token);
        names.describe(xml);
        if (page.truncated()) {
            xml.add("NextContinuationToken", toToken(page.last()));
        }
        boolean owner = query.get("fetch-owner").equals("true");
        return Reply.xml(contents(xml, page, names, owner)).header("x-amz-bucket-region", region(request));
    }

    private KeyPage page(S3Request request, String after) {
        Query query = request.query();
        int limit = limit(query);
        if (limit == 0) {
            store.buckets().get(request.bucket());
            return new KeyPage(List.of(), List.of(), false, "");
        }
        return store.listings()
                .list(new KeyQuery(request.bucket(), query.get("prefix"), query.get("delimiter"), after, limit));
    }

    private static int limit(Query query) {
        return query.number("max-keys", MOST, MOST);
    }

    private String region(S3Request request) {
        return store.buckets().get(request.bucket()).region();
    }

    private static Xml contents(Xml xml, KeyPage page, Names names, boolean owner) {
        for (Version version : page.objects()) {
            xml.open("Contents")
                    .add("Key", names.write(version.key()))
                    .add("LastModified", Timestamps.document(version.modified()))
                    .add("ETag", Etags.quote(version.etag()));
            describe(xml, version);
            if (owner) {
                Owner.add(xml, "Owner");
            }
            xml.close();
        }
        return prefixes(xml, page.prefixes(), names);
    }

    private static void describe(Xml xml, Version version) {
        xml.addIfPresent(
                        "ChecksumAlgorithm",
                        Checksums.algorithm(version.attributes().checksums()))
                .addIfPresent(
                        "ChecksumType",
                        Optional.ofNullable(version.attributes().checksums().get("x-amz-checksum-type")))
                .add("Size", version.size())
                .add(
                        "StorageClass",
                        version.attributes().headers().getOrDefault(ObjectHeaders.STORAGE_CLASS, "STANDARD"));
    }

    private static Xml prefixes(Xml xml, List<String> prefixes, Names names) {
        for (String prefix : prefixes) {
            xml.open("CommonPrefixes").add("Prefix", names.write(prefix)).close();
        }
        return xml;
    }

    private Reply versions(S3Request request) {
        Query query = request.query();
        Names names = new Names(query);
        String afterKey = query.get("key-marker");
        String afterId = query.get("version-id-marker");
        if (afterKey.isEmpty() && !afterId.isEmpty()) {
            throw Errors.invalidArgument("A version-id marker cannot be specified without a key marker.");
        }
        int limit = limit(query);
        VersionPage page = limit == 0
                ? new VersionPage(List.of(), List.of(), false, "", "")
                : store.listings()
                        .list(new VersionQuery(
                                request.bucket(),
                                query.get("prefix"),
                                query.get("delimiter"),
                                afterKey,
                                afterId,
                                limit));
        Xml xml = Xml.document("ListVersionsResult")
                .add("Name", request.bucket())
                .add("Prefix", names.write(query.get("prefix")))
                .add("KeyMarker", names.write(afterKey))
                .add("VersionIdMarker", afterId)
                .add("MaxKeys", limit)
                .add("IsTruncated", page.truncated());
        names.describe(xml);
        if (page.truncated()) {
            xml.add("NextKeyMarker", names.write(page.lastKey()));
            xml.addIfPresent("NextVersionIdMarker", Optional.of(page.lastId()).filter(id -> !id.isEmpty()));
        }
        page.entries().forEach(entry -> entry(xml, entry, names));
        return Reply.xml(prefixes(xml, page.prefixes(), names));
    }

    private static void entry(Xml xml, Entry entry, Names names) {
        Version version = entry.version();
        xml.open(version.deleteMarker() ? "DeleteMarker" : "Version")
                .add("Key", names.write(version.key()))
                .add("VersionId", version.id())
                .add("IsLatest", entry.latest())
                .add("LastModified", Timestamps.document(version.modified()));
        if (!version.deleteMarker()) {
            xml.add("ETag", Etags.quote(version.etag()));
            describe(xml, version);
        }
        Owner.add(xml, "Owner").close();
    }

    private static String toToken(String last) {
        return Base64.getUrlEncoder().encodeToString(last.getBytes(StandardCharsets.UTF_8));
    }

    private static String fromToken(String token) {
        try {
            return Percent.utf8(Base64.getUrlDecoder().decode(token));
        } catch (IllegalArgumentException e) {
            throw Errors.invalidArgument("The continuation token provided is incorrect");
        }
    }
}
