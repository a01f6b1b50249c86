package io.slipway.s3.http;

import io.slipway.s3.ObjectStoreException;
import io.slipway.s3.embedded.ChecksumAlgorithm;
import io.slipway.s3.embedded.Draft;
import io.slipway.s3.embedded.Objects;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.eclipse.jetty.server.Request;

/** The body of a request: taken out of its chunks, and compared with every length, digest and checksum sent with it. */
final class Payload {

    /** A batch of 1,000 keys and a list of 10,000 parts stay far below. */
    private static final int LARGEST_DOCUMENT = 8 << 20;

    private static final int SHA256_HEX = 64;

    private final S3Request request;
    private final InputStream stream;
    private final Optional<AwsChunkedStream> chunks;
    private final Set<ChecksumAlgorithm> wanted = EnumSet.noneOf(ChecksumAlgorithm.class);

    /** A stored body and the checksums that were agreed on, by header name. */
    record Stored(Draft draft, Map<String, String> checksums) implements AutoCloseable {

        @Override
        public void close() {
            draft.close();
        }
    }

    Payload(S3Request request) {
        this.request = request;
        InputStream raw = Request.asInputStream(request.jetty());
        boolean chunked = signedPayload().startsWith("STREAMING-")
                || request.header("content-encoding").orElse("").contains("aws-chunked");
        chunks = chunked ? Optional.of(new AwsChunkedStream(raw)) : Optional.empty();
        stream = chunks.isPresent() ? chunks.get() : raw;
        for (ChecksumAlgorithm algorithm : ChecksumAlgorithm.values()) {
            if (request.header(algorithm.header()).isPresent()) {
                wanted.add(algorithm);
            }
        }
        if (wanted.size() > 1) {
            throw Errors.invalidRequest(
                    "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
        }
        request.header("x-amz-trailer").flatMap(Payload::trailerAlgorithm).ifPresent(wanted::add);
        request.header("x-amz-sdk-checksum-algorithm")
                .map(name -> ChecksumAlgorithm.named(name)
                        .orElseThrow(() -> Errors.invalidRequest("Checksum algorithm provided is unsupported.")))
                .ifPresent(wanted::add);
    }

    private static Optional<ChecksumAlgorithm> trailerAlgorithm(String names) {
        List<String> trailers = Arrays.stream(names.toLowerCase(Locale.ROOT).split(","))
                .map(String::strip)
                .toList();
        return Arrays.stream(ChecksumAlgorithm.values())
                .filter(algorithm -> trailers.contains(algorithm.header()))
                .findFirst();
    }

    /** To be computed too, if the request brings no checksum of its own. */
    Payload withDefault(Optional<ChecksumAlgorithm> algorithm) {
        if (wanted.isEmpty()) {
            algorithm.ifPresent(wanted::add);
        }
        return this;
    }

    Stored store(Objects objects) throws IOException {
        Draft draft = objects.draft(stream, length(), algorithms());
        boolean good = false;
        try {
            Map<String, String> checksums = verify(draft.size(), draft.md5(), draft.checksums());
            good = true;
            return new Stored(draft, checksums);
        } finally {
            if (!good) {
                draft.close();
            }
        }
    }

    /** A small document, such as XML. */
    byte[] read() throws IOException {
        byte[] bytes = readUnchecked();
        Map<ChecksumAlgorithm, byte[]> computed = new EnumMap<>(ChecksumAlgorithm.class);
        algorithms().forEach(algorithm -> computed.put(algorithm, algorithm.of(bytes)));
        verify(bytes.length, md5(bytes), computed);
        return bytes;
    }

    /** A small document with headers whose checksums are about something else: the object that it completes. */
    byte[] readUnchecked() throws IOException {
        if (length().orElse(0) > LARGEST_DOCUMENT) {
            throw tooLarge();
        }
        byte[] bytes = stream.readNBytes(LARGEST_DOCUMENT + 1);
        if (bytes.length > LARGEST_DOCUMENT) {
            throw tooLarge();
        }
        return bytes;
    }

    private static byte[] md5(byte[] bytes) {
        try {
            return MessageDigest.getInstance("MD5").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }

    private Set<ChecksumAlgorithm> algorithms() {
        Set<ChecksumAlgorithm> algorithms = EnumSet.noneOf(ChecksumAlgorithm.class);
        algorithms.addAll(wanted);
        if (signedPayload().length() == SHA256_HEX) {
            algorithms.add(ChecksumAlgorithm.SHA256);
        }
        return algorithms;
    }

    private static ObjectStoreException tooLarge() {
        return new ObjectStoreException("MaxMessageLengthExceeded", "Your request was too big.");
    }

    private String signedPayload() {
        return request.header("x-amz-content-sha256").orElse("");
    }

    private OptionalLong length() {
        Optional<String> text =
                chunks.isPresent() ? request.header("x-amz-decoded-content-length") : request.header("content-length");
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(text.get().strip()));
        } catch (NumberFormatException e) {
            throw Errors.invalidArgument("The length of the body must be a number");
        }
    }

    private Map<String, String> verify(long size, byte[] md5, Map<ChecksumAlgorithm, byte[]> computed)
            throws EOFException {
        OptionalLong length = length();
        if (length.isPresent() && length.getAsLong() != size) {
            throw new EOFException("the body has " + size + " bytes");
        }
        verifyMd5(md5);
        verifySignedPayload(computed);
        Map<String, String> trailers = chunks.map(AwsChunkedStream::trailers).orElse(Map.of());
        for (ChecksumAlgorithm algorithm : wanted) {
            String sent = request.header(algorithm.header()).orElse(trailers.getOrDefault(algorithm.header(), ""));
            String value = Base64.getEncoder().encodeToString(computed.get(algorithm));
            if (!sent.isEmpty() && !sent.equals(value)) {
                throw new ObjectStoreException(
                        "BadDigest", "The " + algorithm + " you specified did not match the calculated checksum.");
            }
            return Map.of(algorithm.header(), value);
        }
        return Map.of();
    }

    private void verifyMd5(byte[] md5) {
        Optional<String> sent = request.header("content-md5");
        if (sent.isEmpty()) {
            return;
        }
        byte[] expected;
        try {
            expected = Base64.getDecoder().decode(sent.get().strip());
        } catch (IllegalArgumentException e) {
            throw new ObjectStoreException("InvalidDigest", "The Content-MD5 you specified was invalid.", e);
        }
        if (expected.length != md5.length) {
            throw new ObjectStoreException("InvalidDigest", "The Content-MD5 you specified was invalid.");
        }
        if (!MessageDigest.isEqual(expected, md5)) {
            throw new ObjectStoreException(
                    "BadDigest", "The Content-MD5 you specified did not match what we received.");
        }
    }

    private void verifySignedPayload(Map<ChecksumAlgorithm, byte[]> computed) {
        if (signedPayload().length() != SHA256_HEX) {
            return;
        }
        String value = HexFormat.of().formatHex(computed.get(ChecksumAlgorithm.SHA256));
        if (!value.equalsIgnoreCase(signedPayload())) {
            throw new ObjectStoreException(
                    "XAmzContentSHA256Mismatch",
                    "The provided 'x-amz-content-sha256' header does not match what was computed.");
        }
    }
}
