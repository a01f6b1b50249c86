package io.slipway.s3.minio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import org.junit.jupiter.api.Test;

final class ForwardingHandlerTest {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    @Test
    void requestArrivesAsItWasSent() throws Exception {
        String line = "PUT /bucket/a%20b%2Fc~%7e//x/../y%C3%A9+?partNumber=1&uploadId=a%2Bb%3D&flag HTTP/1.1";
        String forwarded = forward(String.join(
                "\r\n",
                line,
                "Host: bucket.s3.example:4566",
                "X-Amz-Date: 20261121T000000Z",
                "Authorization: AWS4-HMAC-SHA256 Credential=a/20261121/us-east-1/s3/aws4_request, Signature=b",
                "x-amz-meta-name: one",
                "x-amz-meta-name: two",
                "Accept-Encoding: identity",
                "Content-Length: 5",
                "Connection: close",
                "",
                "hello"));
        assertThat(forwarded)
                .startsWith(line + "\r\n")
                .contains("\r\nHost: bucket.s3.example:4566\r\n")
                .contains("\r\nX-Amz-Date: 20261121T000000Z\r\n")
                .contains("Credential=a/20261121/us-east-1/s3/aws4_request, Signature=b\r\n")
                .contains("\r\nx-amz-meta-name: one\r\nx-amz-meta-name: two\r\n")
                .contains("\r\nAccept-Encoding: identity\r\n")
                .contains("\r\nContent-Length: 5\r\n")
                .endsWith("\r\n\r\nhello")
                .doesNotContainIgnoringCase("content-type:")
                .doesNotContainIgnoringCase("user-agent:")
                .doesNotContainIgnoringCase("via:")
                .doesNotContainIgnoringCase("forwarded");
    }

    @Test
    void letterCaseAndBlanksOfTheContentTypeAreKept() throws Exception {
        for (String type : new String[] {"text/plain; charset=UTF-8", "Text/HTML;charset=utf-8", "application/json"}) {
            String head = "PUT /b/k HTTP/1.1\r\nHost: h\r\nContent-Type: " + type + "\r\n";
            assertThat(forward(head + "Content-Length: 1\r\nConnection: close\r\n\r\nx"))
                    .contains("\r\nContent-Type: " + type + "\r\n");
        }
    }

    @Test
    void refusalInsteadOfContinueArrives() throws Exception {
        String refusal = "HTTP/1.1 403 Forbidden\r\nContent-Length: 8\r\nConnection: close\r\n\r\n<Error/>";
        try (RawServer minio = new RawServer(refusal, false);
                ForwardingServer front = new ForwardingServer(minio.uri())) {
            String received = RawServer.exchange(
                    front.port(), "PUT /b/k HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
            assertThat(received).startsWith("HTTP/1.1 403 ").endsWith("\r\n\r\n<Error/>");
        }
    }

    @Test
    void charactersThatUrisMayNotHoldPassToo() throws Exception {
        String line = "GET /bucket/a|b^c?prefix={x}|y HTTP/1.1";
        assertThat(forward(line + "\r\nHost: h\r\nConnection: close\r\n\r\n")).startsWith(line + "\r\nHost: h\r\n");
    }

    @Test
    void answerArrivesAsItWasGiven() throws Exception {
        String gzipped = "\u001f\u008b\u0008x";
        String answer = String.join(
                "\r\n",
                "HTTP/1.1 206 Partial Content",
                "Content-Encoding: gzip",
                "Content-Length: 4",
                "ETag: \"abc-2\"",
                "Server: MinIO",
                "x-amz-meta-Name: v",
                "",
                gzipped);
        String received = exchange(answer, "GET /b/k HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
        assertThat(received)
                .startsWith("HTTP/1.1 206 ")
                .contains("\r\nContent-Encoding: gzip\r\n")
                .contains("\r\nContent-Length: 4\r\n")
                .contains("\r\nETag: \"abc-2\"\r\n")
                .contains("\r\nServer: MinIO\r\n")
                .contains("\r\nx-amz-meta-Name: v\r\n")
                .endsWith("\r\n\r\n" + gzipped);
    }

    @Test
    void refusalArrivesWithItsBody() throws Exception {
        String answer = "HTTP/1.1 404 Not Found\r\nContent-Type: application/xml\r\nContent-Length: 8\r\n\r\n<Error/>";
        assertThat(exchange(answer, "GET /b/k HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 404 ")
                .endsWith("\r\n\r\n<Error/>");
    }

    @Test
    void headKeepsTheLengthOfWhatItDoesNotGet() throws Exception {
        String answer = "HTTP/1.1 200 OK\r\nContent-Length: 1234567\r\nETag: \"e\"\r\n\r\n";
        assertThat(exchange(answer, "HEAD /b/k HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ")
                .contains("\r\nContent-Length: 1234567\r\n")
                .endsWith("\r\n\r\n");
    }

    @Test
    void bodyThatWaitsForContinueIsForwarded() throws Exception {
        try (RawServer minio = new RawServer(OK);
                ForwardingServer front = new ForwardingServer(minio.uri())) {
            String received = RawServer.exchange(
                    front.port(),
                    "PUT /b/k HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nExpect: 100-continue\r\n"
                            + "Connection: close\r\n\r\nhello");
            assertThat(minio.request()).contains("Expect: 100-continue").endsWith("\r\n\r\nhello");
            assertThat(received).contains("HTTP/1.1 200 OK");
        }
    }

    @Test
    void absentStorageIsUnavailable() throws Exception {
        try (ForwardingServer front = new ForwardingServer(nowhere())) {
            String received =
                    RawServer.exchange(front.port(), "GET /b/k HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
            assertThat(received)
                    .startsWith("HTTP/1.1 503 ")
                    .contains("Content-Type: application/xml")
                    .contains("<Code>ServiceUnavailable</Code>");
            assertThat(RawServer.exchange(front.port(), "HEAD /b/k HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 503 ")
                    .endsWith("\r\n\r\n");
        }
    }

    @Test
    void storageThatHangsUpIsABadGateway() throws Exception {
        assertThat(exchange("", "GET /b/k HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 502 ")
                .contains("<Code>InternalError</Code>");
    }

    @Test
    void answerThatBreaksOffIsNotTakenForWhole() throws Exception {
        String received = exchange(
                "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf",
                "GET /b/k HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
        boolean cutOff = received.contains("\r\nContent-Length: 100\r\n") && received.endsWith("half");
        assertThat(cutOff || received.startsWith("HTTP/1.1 502 ")).as(received).isTrue();
    }

    private static String forward(String request) throws Exception {
        try (RawServer minio = new RawServer(OK);
                ForwardingServer front = new ForwardingServer(minio.uri())) {
            assertThat(RawServer.exchange(front.port(), request)).startsWith("HTTP/1.1 200 ");
            return minio.request();
        }
    }

    private static String exchange(String answer, String request) throws Exception {
        try (RawServer minio = new RawServer(answer);
                ForwardingServer front = new ForwardingServer(minio.uri())) {
            return RawServer.exchange(front.port(), request);
        }
    }

    private static URI nowhere() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return URI.create("http://127.0.0.1:" + socket.getLocalPort());
        }
    }
}
