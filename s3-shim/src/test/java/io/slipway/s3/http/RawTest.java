package io.slipway.s3.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests byte by byte, as other clients, and none, send them. */
final class RawTest extends ServerTest {

    private static final String CHUNKED = lines(
            "x-amz-content-sha256: STREAMING-UNSIGNED-PAYLOAD-TRAILER",
            "content-encoding: gzip,aws-chunked",
            "x-amz-decoded-content-length: 11");

    private static String lines(String... lines) {
        return String.join("\r\n", lines) + "\r\n";
    }

    @Test
    void chunksWithSignaturesAndTrailersAreTakenApart() throws IOException {
        String body = lines(
                "5;chunk-signature=ab",
                "hello",
                "6;chunk-signature=cd",
                " world",
                "0;chunk-signature=ef",
                "x-amz-checksum-crc32:DUoRhQ==",
                "x-amz-trailer-signature:abc",
                "");
        String answer = send("PUT", "/" + bucket + "/key", CHUNKED + "x-amz-trailer: x-amz-checksum-crc32\r\n", body);
        assertThat(answer).startsWith("HTTP/1.1 200").contains("x-amz-checksum-crc32: DUoRhQ==");
        assertThat(get("key")).isEqualTo("hello world");
        assertThat(getBytes("key").response().contentEncoding()).isEqualTo("gzip");
    }

    @Test
    void wrongTrailerStoresNothing() throws IOException {
        String body = "b\r\nhello world\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n";
        String answer = send("PUT", "/" + bucket + "/key", CHUNKED + "x-amz-trailer: x-amz-checksum-crc32\r\n", body);
        assertThat(answer).startsWith("HTTP/1.1 400").contains("<Code>BadDigest</Code>");
        assertRefused(404, "NoSuchKey", () -> get("key"));
    }

    @Test
    void shortChunkedBodyStoresNothing() throws IOException {
        assertThat(send("PUT", "/" + bucket + "/key", CHUNKED, "5\r\nhello\r\n0\r\n\r\n"))
                .contains("<Code>IncompleteBody</Code>");
        assertRefused(404, "NoSuchKey", () -> get("key"));
    }

    @Test
    void senderThatBreaksOffStoresNothing() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream()
                    .write(("PUT /" + bucket + "/key HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nhalf")
                            .getBytes(UTF_8));
            socket.shutdownOutput();
            assertThat(socket.getInputStream().readAllBytes()).asString().doesNotContain("200 OK");
        }
        assertRefused(404, "NoSuchKey", () -> get("key"));
        try (Stream<?> unfinished = Files.list(directory.resolve("blobs").resolve("unfinished"))) {
            assertThat(unfinished).isEmpty();
        }
    }

    @Test
    void payloadHashIsCompared() throws IOException {
        String header = "x-amz-content-sha256: " + "0".repeat(64) + "\r\n";
        assertThat(send("PUT", "/" + bucket + "/key", header, "hello"))
                .startsWith("HTTP/1.1 400")
                .contains("XAmzContentSHA256Mismatch");
    }

    @Test
    void metadataIsGivenBackByteByByte() throws IOException {
        String name = new String("Grüße 😀".getBytes(UTF_8), ISO_8859_1);
        send("PUT", "/" + bucket + "/key", "x-amz-meta-name: " + name + "\r\n", "x");
        assertThat(send("HEAD", "/" + bucket + "/key", "", "")).contains("x-amz-meta-name: " + name);
    }

    @Test
    void bucketCanBeInTheHost() throws IOException {
        put("folder/key", "hello");
        put("/key", "leading");
        assertThat(sendTo(bucket + ".s3.us-east-1.amazonaws.com", "GET", "/folder/key", "", ""))
                .endsWith("\r\n\r\nhello");
        assertThat(sendTo(bucket + ".s3.localhost:4566", "GET", "//key", "", ""))
                .endsWith("\r\n\r\nleading");
        assertThat(sendTo("s3.localhost:4566", "GET", "/" + bucket + "/folder/key", "", ""))
                .endsWith("\r\n\r\nhello");
    }

    @Test
    void errorsSayWhatAndWhere() throws IOException {
        assertThat(send("GET", "/" + bucket + "/a&b", "", ""))
                .startsWith("HTTP/1.1 404")
                .contains("<Code>NoSuchKey</Code>")
                .contains("<Resource>/" + bucket + "/a&amp;b</Resource>")
                .contains("<RequestId>")
                .contains("x-amz-request-id: ");
        assertThat(send("HEAD", "/" + bucket + "/missing", "", ""))
                .startsWith("HTTP/1.1 404")
                .endsWith("\r\n\r\n");
    }

    @Test
    void overriddenHeadersCannotBreakOut() throws IOException {
        put("key", "x");
        assertThat(send("GET", "/" + bucket + "/key?response-content-type=a%0d%0aX-Evil:%20yes", "", ""))
                .startsWith("HTTP/1.1 400")
                .doesNotContain("X-Evil: yes");
        assertThat(send("GET", "/" + bucket + "/key?response-content-type=text%2Fx", "", ""))
                .containsIgnoringCase("Content-Type: text/x");
    }

    @Test
    void keyAboveTheRootIsRefused() throws IOException {
        assertThat(send("PUT", "/" + bucket + "/../../etc/passwd", "", "x")).startsWith("HTTP/1.1 400");
    }

    static List<String> badRequests() {
        return List.of(
                "GET /BUCKET/key?partNumber=x",
                "GET /BUCKET/key?partNumber=0",
                "GET /BUCKET/key?attributes",
                "GET /BUCKET/%ff",
                "GET /BUCKET/%zz",
                "GET /BUCKET?max-keys=x",
                "GET /BUCKET?max-keys=-1",
                "GET /BUCKET?max-keys=99999999999999999999",
                "GET /BUCKET?list-type=2&continuation-token=%21",
                "GET /BUCKET?encoding-type=base64",
                "GET /BUCKET?versions&version-id-marker=x",
                "GET /BUCKET/key?X-Amz-Algorithm=x",
                "GET /BUCKET/key?X-Amz-Signature=x&X-Amz-Expires=9&X-Amz-Date=yesterday",
                "GET /BUCKET/key?AWSAccessKeyId=x&Signature=x&Expires=later",
                "PUT /BUCKET?versioning nonsense",
                "PUT /BUCKET?versioning <VersioningConfiguration/>",
                "PUT /BUCKET?cors <!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><CORSConfiguration>&x;</CORSConfiguration>",
                "PUT /BUCKET/key?tagging <Tagging/>",
                "PUT /BUCKET/key?partNumber=x&uploadId=x x",
                "POST /BUCKET?delete <Delete/>",
                "POST /BUCKET/key?uploadId=x <CompleteMultipartUpload><Part/></CompleteMultipartUpload>",
                "POST /BUCKET x",
                "POST /BUCKET/key x",
                "DELETE /",
                "PATCH /BUCKET/key",
                "OPTIONS /BUCKET/key",
                "TRACE /BUCKET/key");
    }

    @ParameterizedTest
    @MethodSource("badRequests")
    void badRequestsAreTheSendersFault(String request) throws IOException {
        put("key", "x");
        String[] parts = request.replace("BUCKET", bucket).split(" ", 3);
        assertThat(send(parts[0], parts[1], "", parts.length > 2 ? parts[2] : ""))
                .startsWith("HTTP/1.1 4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Upper", "ab", "under_score", "-dash", "dash-", "a..b", "192.168.0.1", "xn--a", "a%20b"})
    void badBucketNamesAreRefused(String name) throws IOException {
        assertThat(send("PUT", "/" + name, "", ""))
                .startsWith("HTTP/1.1 400")
                .contains("<Code>InvalidBucketName</Code>");
    }

    static List<String> badHeaders() {
        return List.of(
                "x-amz-copy-source: nonsense",
                "x-amz-copy-source: /%",
                "x-amz-tagging: a=%zz",
                "x-amz-tagging: a=1&a=2",
                "x-amz-storage-class: NOPE",
                "x-amz-server-side-encryption: rot13",
                "x-amz-meta-large: " + "v".repeat(3000),
                "x-amz-checksum-crc32: nonsense",
                "x-amz-sdk-checksum-algorithm: MD6",
                "content-md5: nonsense",
                "x-amz-content-sha256: STREAMING-UNSIGNED-PAYLOAD-TRAILER",
                "x-amz-content-sha256: STREAMING-UNSIGNED-PAYLOAD-TRAILER\r\nx-amz-decoded-content-length: x");
    }

    @ParameterizedTest
    @MethodSource("badHeaders")
    void badHeadersAreTheSendersFaultAndStoreNothing(String header) throws IOException {
        assertThat(send("PUT", "/" + bucket + "/key", header + "\r\n", "zz\r\n"))
                .startsWith("HTTP/1.1 4");
        assertRefused(404, "NoSuchKey", () -> get("key"));
    }

    private String send(String method, String target, String headers, String body) throws IOException {
        return sendTo("127.0.0.1:" + server.port(), method, target, headers, body);
    }

    private String sendTo(String host, String method, String target, String headers, String body) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            String head = method + " " + target + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n" + headers
                    + "Content-Length: " + bytes.length + "\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(ISO_8859_1));
            socket.getOutputStream().write(bytes);
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }
}
