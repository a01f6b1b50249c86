package io.slipway.s3.embedded;

import io.slipway.s3.ObjectStoreException;
import io.slipway.s3.embedded.Upload.ChecksumType;
import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The parts chosen to become an object: checked, in order, with the ETag and the checksums of the whole. */
record Assembly(List<UploadPart> parts) {

    /** https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
    private static final long SMALLEST_PART = 5 << 20;

    static Assembly of(List<UploadPart> uploaded, List<CompletedPart> completed) {
        if (completed.isEmpty()) {
            throw new ObjectStoreException("MalformedXML", "You must specify at least one part");
        }
        for (int i = 1; i < completed.size(); i++) {
            if (completed.get(i - 1).number() >= completed.get(i).number()) {
                throw new ObjectStoreException(
                        "InvalidPartOrder",
                        "The list of parts was not in ascending order. Parts must be ordered by part number.");
            }
        }
        Map<Integer, UploadPart> byNumber =
                uploaded.stream().collect(Collectors.toMap(UploadPart::number, Function.identity()));
        List<UploadPart> parts =
                completed.stream().map(part -> find(byNumber, part)).toList();
        for (UploadPart part : parts.subList(0, parts.size() - 1)) {
            if (part.size() < SMALLEST_PART) {
                throw new ObjectStoreException(
                        "EntityTooSmall",
                        "Your proposed upload is smaller than the minimum allowed size: part " + part.number() + " has "
                                + part.size() + " bytes");
            }
        }
        return new Assembly(parts);
    }

    private static UploadPart find(Map<Integer, UploadPart> uploaded, CompletedPart completed) {
        return Optional.ofNullable(uploaded.get(completed.number()))
                .filter(part -> part.etag().equals(completed.etag()))
                .filter(part -> part.checksums().entrySet().stream()
                        .allMatch(checksum -> checksum.getValue()
                                .equals(completed.checksums().getOrDefault(checksum.getKey(), checksum.getValue()))))
                .orElseThrow(() -> new ObjectStoreException(
                        "InvalidPart",
                        "One or more of the specified parts could not be found. The part may not have been uploaded, or the"
                                + " specified entity tag may not match the part's entity tag: part "
                                + completed.number()));
    }

    Set<Long> blobs() {
        return parts.stream().map(UploadPart::blob).collect(Collectors.toSet());
    }

    long size() {
        return parts.stream().mapToLong(UploadPart::size).sum();
    }

    /** The MD5 of the parts' MD5s and their count. */
    String etag() {
        byte[] digests = concatenate(parts.stream().map(part -> HexFormat.of().parseHex(part.etag())));
        byte[] md5 = ChecksumAlgorithm.digest("MD5").digest(digests);
        return HexFormat.of().formatHex(md5) + "-" + parts.size();
    }

    /** By header name; empty unless every part has one. */
    Map<String, String> checksums(ChecksumAlgorithm algorithm, ChecksumType type) {
        List<byte[]> each = parts.stream()
                .map(part -> Optional.ofNullable(part.checksums().get(algorithm.header())))
                .flatMap(Optional::stream)
                .map(Base64.getDecoder()::decode)
                .toList();
        if (each.size() < parts.size()) {
            return Map.of();
        }
        return Map.of(
                algorithm.header(),
                type == ChecksumType.FULL_OBJECT ? fullObject(algorithm, each) : composite(algorithm, each),
                Attributes.CHECKSUM_TYPE,
                type.name());
    }

    private String composite(ChecksumAlgorithm algorithm, List<byte[]> each) {
        return Base64.getEncoder().encodeToString(algorithm.of(concatenate(each.stream()))) + "-" + parts.size();
    }

    private String fullObject(ChecksumAlgorithm algorithm, List<byte[]> each) {
        CyclicCombination combination = CyclicCombination.of(algorithm);
        byte[] whole = each.getFirst();
        for (int i = 1; i < parts.size(); i++) {
            whole = combination.combine(whole, each.get(i), parts.get(i).size());
        }
        return Base64.getEncoder().encodeToString(whole);
    }

    private static byte[] concatenate(Stream<byte[]> pieces) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        pieces.forEach(bytes::writeBytes);
        return bytes.toByteArray();
    }
}
