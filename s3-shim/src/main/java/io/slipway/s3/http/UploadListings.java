package io.slipway.s3.http;

import io.slipway.s3.embedded.EmbeddedStore;
import io.slipway.s3.embedded.Upload;
import io.slipway.s3.embedded.UploadPart;
import java.util.List;

/** ListParts and ListMultipartUploads. */
final class UploadListings {

    private static final int MOST = 1000;

    private final EmbeddedStore store;

    UploadListings(EmbeddedStore store) {
        this.store = store;
    }

    Reply parts(S3Request request) {
        Query query = request.query();
        Upload upload = store.uploads().get(request.bucket(), request.key(), query.get("uploadId"));
        int limit = query.number("max-parts", MOST, MOST);
        int after = query.number("part-number-marker", 0, Integer.MAX_VALUE);
        List<UploadPart> found = store.uploads().parts(upload, after, limit + 1);
        List<UploadPart> page = found.subList(0, Math.min(limit, found.size()));
        Xml xml = Xml.document("ListPartsResult")
                .add("Bucket", upload.bucket())
                .add("Key", upload.key())
                .add("UploadId", upload.id());
        Owner.add(Owner.add(xml, "Initiator"), "Owner")
                .add(
                        "StorageClass",
                        upload.attributes().headers().getOrDefault(ObjectHeaders.STORAGE_CLASS, "STANDARD"))
                .add("PartNumberMarker", after)
                .add("NextPartNumberMarker", page.isEmpty() ? 0 : page.getLast().number())
                .add("MaxParts", limit)
                .add("IsTruncated", found.size() > page.size());
        upload.algorithm()
                .ifPresent(algorithm -> xml.add("ChecksumAlgorithm", algorithm).add("ChecksumType", upload.type()));
        for (UploadPart part : page) {
            xml.open("Part")
                    .add("PartNumber", part.number())
                    .add("LastModified", Timestamps.document(part.modified()))
                    .add("ETag", Etags.quote(part.etag()))
                    .add("Size", part.size());
            Checksums.addTo(xml, part.checksums()).close();
        }
        return Reply.xml(xml);
    }

    Reply uploads(S3Request request) {
        UploadPage page = UploadPage.of(
                store.uploads().list(request.bucket(), request.query().get("prefix")),
                request.query(),
                request.query().number("max-uploads", MOST, MOST));
        Names names = new Names(request.query());
        Xml xml = Xml.document("ListMultipartUploadsResult")
                .add("Bucket", request.bucket())
                .add("KeyMarker", names.write(request.query().get("key-marker")))
                .add("UploadIdMarker", request.query().get("upload-id-marker"))
                .add("Prefix", names.write(request.query().get("prefix")))
                .add("MaxUploads", page.limit())
                .add("IsTruncated", page.truncated());
        names.describe(xml);
        if (page.truncated()) {
            xml.add("NextKeyMarker", names.write(page.lastKey())).add("NextUploadIdMarker", page.lastId());
        }
        page.uploads().forEach(upload -> upload(xml, upload, names));
        for (String prefix : page.prefixes()) {
            xml.open("CommonPrefixes").add("Prefix", names.write(prefix)).close();
        }
        return Reply.xml(xml);
    }

    private static void upload(Xml xml, Upload upload, Names names) {
        xml.open("Upload").add("Key", names.write(upload.key())).add("UploadId", upload.id());
        Owner.add(Owner.add(xml, "Initiator"), "Owner")
                .add(
                        "StorageClass",
                        upload.attributes().headers().getOrDefault(ObjectHeaders.STORAGE_CLASS, "STANDARD"))
                .add("Initiated", Timestamps.document(upload.started()));
        upload.algorithm()
                .ifPresent(algorithm -> xml.add("ChecksumAlgorithm", algorithm).add("ChecksumType", upload.type()));
        xml.close();
    }
}
