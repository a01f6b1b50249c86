package io.slipway.emulator.transform.invoke;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One connection to a container's HTTP server, for one request after the other. Payloads of megabytes go out as they are, in
 * the caller's thread: several times as fast as through the JDK's client, which cuts them into small pieces.
 */
final class ContainerConnection implements AutoCloseable {
    private static final int BUFFER = 1 << 16;
    private static final int LONGEST_LINE = 1 << 16;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final int CONTINUE = 100;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    private final Socket socket;
    private final InputStream input;
    private final OutputStream output;
    private boolean reusable = true;
    private boolean answered;
    private boolean sent;

    /** The head of an answer; the body follows. */
    private record Head(int status, boolean persistent, Map<String, String> headers) {
        private Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name));
        }
    }

    /** @param body complete, to be closed by whoever takes it */
    record Answer(int status, ResponseBody body) {}

    ContainerConnection(InetSocketAddress address) throws IOException {
        socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.connect(address, (int) CONNECT_TIMEOUT.toMillis());
            input = new BufferedInputStream(socket.getInputStream(), BUFFER);
            output = socket.getOutputStream();
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Whether anything came back for the last request. */
    boolean hasAnswered() {
        return answered;
    }

    /** Whether the next request may go this way. */
    boolean isReusable() {
        return reusable;
    }

    /**
     * Sends a request and takes the whole answer. Another thread may close the connection to end this.
     *
     * @param head the request line and headers, without those that tell the length of the body
     * @param spool directory for answers that are too large for memory
     */
    Answer exchange(String head, RequestBody body, Path spool) throws IOException {
        reusable = false;
        answered = false;
        sent = false;
        Head answer = answer(head, body);
        while (answer.status() >= CONTINUE && answer.status() < 2 * CONTINUE) {
            answer = readHead();
        }
        var received = new ResponseBody(spool, answer.header("content-type"));
        boolean complete = false;
        try {
            boolean delimited = receive(answer, received);
            received.finish();
            complete = true;
            reusable = delimited && answer.persistent() && sent;
            return new Answer(answer.status(), received);
        } finally {
            if (!complete) {
                received.close();
            }
        }
    }

    private Head answer(String head, RequestBody body) throws IOException {
        Optional<IOException> broken = Optional.empty();
        try {
            send(head, body);
            sent = true;
        } catch (UnreadableBodyException e) {
            throw e;
        } catch (IOException e) {
            // A server that refuses a payload may say so before it has read it all.
            broken = Optional.of(e);
        }
        try {
            return readHead();
        } catch (IOException e) {
            throw broken.orElse(e);
        }
    }

    private void send(String head, RequestBody body) throws IOException {
        if (body.length().isPresent()) {
            String length = "Content-Length: " + body.length().getAsLong() + "\r\n\r\n";
            output.write((head + length).getBytes(StandardCharsets.ISO_8859_1));
            body.writeTo(output);
            return;
        }
        output.write((head + "Transfer-Encoding: chunked\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
        var chunks = new ChunkedOutput(output);
        body.writeTo(chunks);
        chunks.finish();
    }

    private Head readHead() throws IOException {
        String[] status = readLine().split(" ", 3);
        answered = true;
        if (status.length < 2 || !status[0].startsWith("HTTP/1.") || !status[1].matches("\\d{3}")) {
            throw new IOException("the answer is not HTTP");
        }
        Map<String, String> headers = new HashMap<>();
        for (String line = readLine(); !line.isEmpty(); line = readLine()) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        String connection = headers.getOrDefault("connection", "").toLowerCase(Locale.ROOT);
        boolean persistent =
                status[0].equals("HTTP/1.1") ? !connection.contains("close") : connection.contains("keep-alive");
        return new Head(Integer.parseInt(status[1]), persistent, headers);
    }

    /** Whether the body's end is told by its length, not by the end of the connection. */
    private boolean receive(Head head, ResponseBody body) throws IOException {
        if (head.status() == NO_CONTENT || head.status() == NOT_MODIFIED) {
            return true;
        }
        if (head.header("transfer-encoding").orElse("").toLowerCase(Locale.ROOT).contains("chunked")) {
            receiveChunks(body);
            return true;
        }
        Optional<String> length = head.header("content-length");
        if (length.isPresent()) {
            receive(number(length.get(), 10), body);
            return true;
        }
        byte[] buffer = new byte[BUFFER];
        for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
            body.append(ByteBuffer.wrap(buffer, 0, count));
        }
        return false;
    }

    private void receiveChunks(ResponseBody body) throws IOException {
        while (true) {
            long length = number(readLine().split(";", 2)[0].strip(), 16);
            if (length == 0) {
                break;
            }
            receive(length, body);
            if (!readLine().isEmpty()) {
                throw new IOException("a chunk does not end where it should");
            }
        }
        // What follows are trailers.
        String trailer = readLine();
        while (!trailer.isEmpty()) {
            trailer = readLine();
        }
    }

    private void receive(long length, ResponseBody body) throws IOException {
        byte[] buffer = new byte[(int) Math.min(length, BUFFER)];
        long left = length;
        while (left > 0) {
            int count = input.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (count < 0) {
                throw new EOFException("the answer ends too early");
            }
            body.append(ByteBuffer.wrap(buffer, 0, count));
            left -= count;
        }
    }

    private static long number(String text, int radix) throws IOException {
        try {
            long number = Long.parseLong(text, radix);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IOException("the answer has no valid length", e);
        }
        throw new IOException("the answer has no valid length");
    }

    private String readLine() throws IOException {
        var line = new StringBuilder();
        for (int c = input.read(); c != '\n'; c = input.read()) {
            if (c < 0) {
                throw new EOFException("the answer ends too early");
            }
            if (line.length() == LONGEST_LINE) {
                throw new IOException("a line of the answer's head is too long");
            }
            line.append((char) c);
        }
        int end = line.length();
        return end > 0 && line.charAt(end - 1) == '\r' ? line.substring(0, end - 1) : line.toString();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone, then.
            reusable = false;
        }
    }
}
