package io.slipway.s3.http;

import static io.slipway.s3.http.Route.bucket;
import static io.slipway.s3.http.Route.object;

import io.slipway.s3.ObjectStoreException;
import io.slipway.s3.embedded.Attributes;
import io.slipway.s3.embedded.ChecksumAlgorithm;
import io.slipway.s3.embedded.CompletedPart;
import io.slipway.s3.embedded.Draft;
import io.slipway.s3.embedded.EmbeddedStore;
import io.slipway.s3.embedded.ObjectReader;
import io.slipway.s3.embedded.Upload;
import io.slipway.s3.embedded.Upload.ChecksumType;
import io.slipway.s3.embedded.UploadPart;
import io.slipway.s3.embedded.Version;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Multipart uploads, from their creation to their end; their lists are in {@link UploadListings}. */
final class MultipartOperations {

    private static final String ID = "uploadId";
    private static final String NUMBER = "partNumber";

    private final EmbeddedStore store;
    private final UploadListings listings;

    MultipartOperations(EmbeddedStore store) {
        this.store = store;
        this.listings = new UploadListings(store);
    }

    List<Route> routes() {
        return List.of(
                object("POST", this::create, "uploads"),
                object("PUT", this::copyPart, ID, NUMBER, "@" + CopySource.HEADER),
                object("PUT", this::putPart, ID, NUMBER),
                object("POST", this::complete, ID),
                object("DELETE", this::abort, ID),
                object("GET", listings::parts, ID),
                bucket("GET", listings::uploads, "uploads"));
    }

    private Reply create(S3Request request) {
        Attributes attributes = ObjectHeaders.attributes(request);
        Optional<ChecksumAlgorithm> algorithm = request.header("x-amz-checksum-algorithm")
                .map(name -> ChecksumAlgorithm.named(name)
                        .orElseThrow(() -> Errors.invalidRequest("Checksum algorithm provided is unsupported.")));
        ChecksumType type = type(request, algorithm);
        Upload upload = store.uploads().create(request.bucket(), request.key(), attributes, algorithm, type);
        Reply reply = Reply.xml(Xml.document("InitiateMultipartUploadResult")
                        .add("Bucket", upload.bucket())
                        .add("Key", upload.key())
                        .add("UploadId", upload.id()))
                .headers(ObjectHeaders.encryption(attributes.headers()));
        algorithm.ifPresent(agreed ->
                reply.header("x-amz-checksum-algorithm", agreed.name()).header(Attributes.CHECKSUM_TYPE, type.name()));
        return reply;
    }

    private static ChecksumType type(S3Request request, Optional<ChecksumAlgorithm> algorithm) {
        Optional<String> asked = request.header(Attributes.CHECKSUM_TYPE);
        if (asked.isEmpty()) {
            return algorithm.filter(ChecksumAlgorithm.CRC64NVME::equals).isPresent()
                    ? ChecksumType.FULL_OBJECT
                    : ChecksumType.COMPOSITE;
        }
        ChecksumType type = switch (asked.get()) {
            case "COMPOSITE" -> ChecksumType.COMPOSITE;
            case "FULL_OBJECT" -> ChecksumType.FULL_OBJECT;
            default -> throw Errors.invalidRequest("Value for x-amz-checksum-type header is invalid.");
        };
        boolean possible = algorithm
                .filter(agreed ->
                        type == ChecksumType.FULL_OBJECT ? agreed.combines() : agreed != ChecksumAlgorithm.CRC64NVME)
                .isPresent();
        if (!possible) {
            throw Errors.invalidRequest("The " + type + " checksum type cannot be used with the "
                    + algorithm.map(Enum::name).orElse("missing") + " checksum algorithm.");
        }
        return type;
    }

    private Reply putPart(S3Request request) throws IOException {
        Upload upload = upload(request);
        int number = number(request);
        Payload payload = new Payload(request).withDefault(upload.algorithm());
        try (Payload.Stored stored = payload.store(store.objects())) {
            UploadPart part = store.uploads().put(upload, number, stored.draft(), stored.checksums());
            return Reply.empty(200)
                    .header("etag", Etags.quote(part.etag()))
                    .headers(part.checksums())
                    .headers(ObjectHeaders.encryption(upload.attributes().headers()));
        }
    }

    private Reply copyPart(S3Request request) throws IOException {
        Upload upload = upload(request);
        int number = number(request);
        try (ObjectReader reader = CopySource.of(request).open(store, request)) {
            Version source = reader.version();
            ByteRange range = request.header("x-amz-copy-source-range")
                    .map(header -> copyRange(header, source.size()))
                    .orElse(new ByteRange(0, source.size()));
            Set<ChecksumAlgorithm> algorithms = upload.algorithm().map(Set::of).orElse(Set.of());
            try (Draft draft = store.objects()
                    .draft(
                            reader.stream(range.offset(), range.length()),
                            OptionalLong.of(range.length()),
                            algorithms)) {
                UploadPart part = store.uploads().put(upload, number, draft, encoded(draft.checksums()));
                Xml xml = Xml.document("CopyPartResult")
                        .add("ETag", Etags.quote(part.etag()))
                        .add("LastModified", Timestamps.document(part.modified()));
                return Reply.xml(Checksums.addTo(xml, part.checksums()));
            }
        }
    }

    private static ByteRange copyRange(String header, long size) {
        ByteRange range = ByteRange.parse(header, size)
                .orElseThrow(() -> Errors.invalidArgument(
                        "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the"
                                + " zero-based offsets of the first and last bytes to copy"));
        if (!header.strip().endsWith("-" + (range.offset() + range.length() - 1))) {
            throw Errors.invalidArgument("Range specified is not valid for source object of size: " + size);
        }
        return range;
    }

    private static Map<String, String> encoded(Map<ChecksumAlgorithm, byte[]> checksums) {
        Map<String, String> encoded = new HashMap<>();
        checksums.forEach((algorithm, value) ->
                encoded.put(algorithm.header(), Base64.getEncoder().encodeToString(value)));
        return encoded;
    }

    private Reply complete(S3Request request) throws IOException {
        XmlElement document = XmlElement.parse(new Payload(request).readUnchecked(), "CompleteMultipartUpload");
        List<CompletedPart> parts = document.children("Part").stream()
                .map(MultipartOperations::completedPart)
                .toList();
        Version version = store.uploads()
                .complete(
                        request.bucket(),
                        request.key(),
                        request.query().get(ID),
                        parts,
                        (size, checksums) -> expect(request, size, checksums),
                        Preconditions.write(request));
        Xml xml = Xml.document("CompleteMultipartUploadResult")
                .add(
                        "Location",
                        "http://" + request.header("host").orElse("s3") + "/" + version.bucket() + "/"
                                + Percent.encode(version.key()))
                .add("Bucket", version.bucket())
                .add("Key", version.key())
                .add("ETag", Etags.quote(version.etag()));
        return Reply.xml(Checksums.addTo(xml, version.attributes().checksums()))
                .headers(ObjectHeaders.version(version))
                .headers(ObjectHeaders.encryption(version.attributes().headers()));
    }

    private static CompletedPart completedPart(XmlElement part) {
        Map<String, String> checksums = new HashMap<>();
        for (ChecksumAlgorithm algorithm : ChecksumAlgorithm.values()) {
            part.text(Checksums.element(algorithm))
                    .filter(value -> !value.isBlank())
                    .ifPresent(value -> checksums.put(algorithm.header(), value.strip()));
        }
        return new CompletedPart(number(part.required("PartNumber")), Etags.unquote(part.required("ETag")), checksums);
    }

    /** The whole as the client knows it. */
    private static void expect(S3Request request, long size, Map<String, String> checksums) {
        Optional<String> expected = request.header("x-amz-mp-object-size");
        if (expected.isPresent() && !expected.get().strip().equals(Long.toString(size))) {
            throw Errors.invalidRequest(
                    "The provided 'x-amz-mp-object-size' header value does not match what was" + " computed: " + size);
        }
        boolean bad = Arrays.stream(ChecksumAlgorithm.values())
                .map(ChecksumAlgorithm::header)
                .filter(checksums::containsKey)
                .anyMatch(name -> request.header(name)
                        .filter(sent -> !sent.equals(checksums.get(name)))
                        .isPresent());
        if (bad) {
            throw new ObjectStoreException(
                    "BadDigest", "The checksum you specified did not match the calculated checksum.");
        }
    }

    private Reply abort(S3Request request) {
        store.uploads().abort(upload(request));
        return Reply.empty(204);
    }

    private Upload upload(S3Request request) {
        return store.uploads()
                .get(request.bucket(), request.key(), request.query().get(ID));
    }

    private static int number(S3Request request) {
        return number(request.query().get(NUMBER));
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw Errors.invalidArgument("Part number must be an integer between 1 and 10000, inclusive");
        }
    }
}
