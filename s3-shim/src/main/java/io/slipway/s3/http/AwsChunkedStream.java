package io.slipway.s3.http;

import io.slipway.s3.ObjectStoreException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The bytes inside an {@code aws-chunked} body, and the trailers behind them: chunks of {@code size[;signature] CRLF
 * bytes CRLF}, ended by one of size 0. https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
 */
final class AwsChunkedStream extends InputStream {

    private static final int LONGEST_LINE = 8 << 10;

    private final BufferedInputStream body;
    private final Map<String, String> trailers = new HashMap<>();
    private long left;
    private boolean first = true;
    private boolean ended;

    AwsChunkedStream(InputStream body) {
        this.body = new BufferedInputStream(body, 1 << 16);
    }

    /** By lower-case name; complete at the end of the stream. */
    Map<String, String> trailers() {
        return Map.copyOf(trailers);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (left == 0 && !ended) {
            nextChunk();
        }
        if (ended) {
            return -1;
        }
        int read = body.read(bytes, offset, (int) Math.min(length, left));
        if (read < 0) {
            throw new EOFException("a chunk ended early");
        }
        left -= read;
        return read;
    }

    private void nextChunk() throws IOException {
        if (!first && !line().isEmpty()) {
            throw malformed();
        }
        first = false;
        String header = line();
        int semicolon = header.indexOf(';');
        try {
            left = Long.parseLong(semicolon < 0 ? header : header.substring(0, semicolon), 16);
        } catch (NumberFormatException e) {
            throw malformed();
        }
        if (left < 0) {
            throw malformed();
        }
        if (left == 0) {
            readTrailers();
            ended = true;
        }
    }

    private void readTrailers() throws IOException {
        // Some clients leave out the empty line at the end.
        for (String line = lineOrEnd(); !line.isEmpty(); line = lineOrEnd()) {
            int colon = line.indexOf(':');
            if (colon < 0) {
                throw malformed();
            }
            trailers.put(
                    line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        while (body.read() >= 0) {
            // Whatever follows means nothing, but the connection must be read to the end to be used again.
        }
    }

    private String lineOrEnd() throws IOException {
        body.mark(1);
        if (body.read() < 0) {
            return "";
        }
        body.reset();
        return line();
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = body.read(); c != '\n'; c = body.read()) {
            if (c < 0) {
                throw new EOFException("the chunks ended early");
            }
            if (line.length() == LONGEST_LINE) {
                throw malformed();
            }
            line.append((char) c);
        }
        int end = line.length();
        return end > 0 && line.charAt(end - 1) == '\r' ? line.substring(0, end - 1) : line.toString();
    }

    private static ObjectStoreException malformed() {
        return new ObjectStoreException("InvalidChunkSizeError", "The aws-chunked body is malformed");
    }
}
