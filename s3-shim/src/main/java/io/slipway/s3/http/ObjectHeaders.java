package io.slipway.s3.http;

import io.slipway.s3.ObjectStoreException;
import io.slipway.s3.embedded.Attributes;
import io.slipway.s3.embedded.Version;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The headers that are kept with an object and given back with it. */
final class ObjectHeaders {

    static final String META = "x-amz-meta-";
    static final String STORAGE_CLASS = "x-amz-storage-class";
    static final String ENCRYPTION = "x-amz-server-side-encryption";

    private static final String DEFAULT_TYPE = "binary/octet-stream";
    private static final int LARGEST_METADATA = 2 << 10;
    private static final List<String> CONTENT = List.of(
            "cache-control", "content-disposition", "content-encoding", "content-language", "content-type", "expires");
    private static final List<String> OTHERS = List.of(
            STORAGE_CLASS,
            "x-amz-website-redirect-location",
            "x-amz-object-lock-mode",
            "x-amz-object-lock-retain-until-date",
            "x-amz-object-lock-legal-hold");
    private static final Set<String> STORAGE_CLASSES = Set.of(
            "STANDARD",
            "REDUCED_REDUNDANCY",
            "STANDARD_IA",
            "ONEZONE_IA",
            "INTELLIGENT_TIERING",
            "GLACIER",
            "DEEP_ARCHIVE",
            "OUTPOSTS",
            "GLACIER_IR",
            "SNOW",
            "EXPRESS_ONEZONE");

    private ObjectHeaders() {}

    /** Of a write; its tags come from their own header. */
    static Attributes attributes(S3Request request) {
        Map<String, String> headers = new LinkedHashMap<>(content(request));
        headers.putAll(placement(request));
        return new Attributes(
                headers,
                Map.of(),
                request.header("x-amz-tagging").map(Tags::parseHeader).orElse(Map.of()));
    }

    /** What describes the bytes: content headers and user metadata. */
    static Map<String, String> content(S3Request request) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String name : CONTENT) {
            request.header(name).ifPresent(value -> headers.put(name, value));
        }
        headers.computeIfPresent("content-encoding", (name, value) -> withoutChunks(value));
        headers.putIfAbsent("content-type", DEFAULT_TYPE);
        Map<String, String> metadata = request.headers(META);
        checkMetadata(metadata);
        headers.putAll(metadata);
        return headers;
    }

    static boolean isKept(String name) {
        return CONTENT.contains(name)
                || OTHERS.contains(name)
                || name.startsWith(META)
                || (name.startsWith(ENCRYPTION) && !name.endsWith("customer-key"));
    }

    static void checkMetadata(Map<String, String> metadata) {
        int size = metadata.entrySet().stream()
                .mapToInt(entry -> entry.getKey().length()
                        - META.length()
                        + entry.getValue().getBytes(StandardCharsets.UTF_8).length)
                .sum();
        if (size > LARGEST_METADATA) {
            throw new ObjectStoreException(
                    "MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size");
        }
    }

    /** Where and how the bytes are kept: storage class, encryption, locks. A copy does not inherit these. */
    static Map<String, String> placement(S3Request request) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String name : OTHERS) {
            request.header(name).ifPresent(value -> headers.put(name, value));
        }
        headers.putAll(request.headers(ENCRYPTION));
        headers.keySet().removeIf(name -> name.endsWith("customer-key"));
        checkPlacement(headers);
        return headers;
    }

    static void checkPlacement(Map<String, String> headers) {
        if (!STORAGE_CLASSES.contains(headers.getOrDefault(STORAGE_CLASS, "STANDARD"))) {
            throw new ObjectStoreException("InvalidStorageClass", "The storage class you specified is not valid");
        }
        if (!Set.of("AES256", "aws:kms", "aws:kms:dsse").contains(headers.getOrDefault(ENCRYPTION, "AES256"))) {
            throw new ObjectStoreException(
                    "InvalidEncryptionAlgorithmError", "The encryption request that you specified is not valid.");
        }
    }

    /** {@code aws-chunked} is about the transfer, not about the object; null when nothing else is left. */
    private static @Nullable String withoutChunks(String encoding) {
        String rest = Arrays.stream(encoding.split(","))
                .map(String::strip)
                .filter(part -> !part.isEmpty() && !part.equals("aws-chunked"))
                .collect(Collectors.joining(","));
        return rest.isEmpty() ? null : rest;
    }

    /** A text as a header holds it: its UTF-8 bytes, each as one character, and no line breaks. */
    static String transportable(String value) {
        if (value.chars().anyMatch(c -> c < ' ' && c != '\t')) {
            throw Errors.invalidArgument("Header value cannot be represented using ISO-8859-1.");
        }
        return new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** Of all headers those that describe the bytes, which a copy keeps. */
    static Map<String, String> describing(Map<String, String> headers) {
        return headers.entrySet().stream()
                .filter(header ->
                        CONTENT.contains(header.getKey()) || header.getKey().startsWith(META))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** As they are shown: the standard storage class is not. */
    static Map<String, String> shown(Map<String, String> headers) {
        if (!"STANDARD".equals(headers.get(STORAGE_CLASS))) {
            return headers;
        }
        Map<String, String> shown = new LinkedHashMap<>(headers);
        shown.remove(STORAGE_CLASS);
        return shown;
    }

    /** Those about encryption, which the answer to a write repeats. */
    static Map<String, String> encryption(Map<String, String> headers) {
        return headers.entrySet().stream()
                .filter(header -> header.getKey().startsWith(ENCRYPTION))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    static Map<String, String> version(Version version) {
        return version.id().equals(Version.UNVERSIONED) ? Map.of() : Map.of("x-amz-version-id", version.id());
    }
}
