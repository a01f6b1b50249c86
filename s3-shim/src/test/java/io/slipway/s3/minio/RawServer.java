package io.slipway.s3.minio;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** An HTTP server that keeps each request's head as it came on the wire, and answers with given bytes. */
final class RawServer implements AutoCloseable {

    private final ServerSocket socket;
    private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    private final String answer;
    private final boolean readsBodies;

    /** @param answer empty to hang up instead */
    RawServer(String answer) throws IOException {
        this(answer, true);
    }

    /** @param readsBodies if not, it answers when it has the head */
    RawServer(String answer, boolean readsBodies) throws IOException {
        this.answer = answer;
        this.readsBodies = readsBodies;
        socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }

    /** Head and body of the next request. */
    String request() throws InterruptedException {
        return requests.take();
    }

    /** Sends bytes to a server, and reads what comes until it closes the connection. */
    static String exchange(int port, String request) throws IOException {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            client.getOutputStream().write(request.getBytes(ISO_8859_1));
            client.getOutputStream().flush();
            return new String(client.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }

    private void accept() {
        while (!socket.isClosed()) {
            try (Socket client = socket.accept()) {
                serve(client);
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void serve(Socket client) throws IOException {
        InputStream input = client.getInputStream();
        OutputStream output = client.getOutputStream();
        StringBuilder request = new StringBuilder();
        while (request.indexOf("\r\n\r\n") < 0) {
            int next = input.read();
            if (next < 0) {
                return;
            }
            request.append((char) next);
        }
        if (readsBodies && request.indexOf("Expect: 100-continue") > 0) {
            output.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(ISO_8859_1));
        }
        int length = request.indexOf("Content-Length: ");
        if (readsBodies && length > 0) {
            int end = request.indexOf("\r\n", length);
            int size = Integer.parseInt(request.substring(length + "Content-Length: ".length(), end));
            request.append(new String(input.readNBytes(size), ISO_8859_1));
        }
        requests.add(request.toString());
        output.write(answer.getBytes(ISO_8859_1));
        output.flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
