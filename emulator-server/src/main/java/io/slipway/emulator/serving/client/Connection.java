package io.slipway.emulator.serving.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.message.MessageSupport;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.io.CloseMode;

/** One connection to a container's HTTP server, for one request after the other. Any thread may close it, to end one. */
final class Connection {

    private static final Http1Config CONFIG = Http1Config.custom()
            .setMaxLineLength(1 << 16)
            .setMaxHeaderCount(1000)
            .build();
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    private final DefaultBHttpClientConnection http = new DefaultBHttpClientConnection(CONFIG);
    private volatile long end;
    private boolean answered;
    private boolean reusable;

    /** @param end of the time for its first request, by {@link System#nanoTime} */
    Connection(InetSocketAddress address, long end) throws IOException {
        var socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.connect(address, connectMillis(end));
            http.bind(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static int connectMillis(long end) {
        long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
        return (int) Math.clamp(left, 1, CONNECT_TIMEOUT.toMillis());
    }

    /** From here on it is in use. */
    void begin(long newEnd) {
        end = newEnd;
        answered = false;
        reusable = false;
    }

    /** Whether the time for what is under way is over. */
    boolean isOverdue() {
        return System.nanoTime() - end > 0;
    }

    /** Sends a request and takes the head of its answer, the body of which then is its entity. */
    ClassicHttpResponse exchange(ContainerRequest asked, String authority) throws IOException, HttpException {
        ClassicHttpRequest request = asked.message(authority, this::close);
        Optional<IOException> broken = send(request);
        try {
            ClassicHttpResponse response = http.receiveResponseHeader();
            answered = true;
            while (response.getCode() < HttpStatus.SC_SUCCESS) {
                response = http.receiveResponseHeader();
            }
            if (MessageSupport.canResponseHaveBody(request.getMethod(), response)) {
                http.receiveResponseEntity(response);
            }
            reusable = broken.isEmpty()
                    && DefaultConnectionReuseStrategy.INSTANCE.keepAlive(request, response, HttpCoreContext.create());
            return response;
        } catch (IOException e) {
            throw broken.orElse(e);
        }
    }

    private Optional<IOException> send(ClassicHttpRequest request) throws IOException, HttpException {
        try {
            http.sendRequestHeader(request);
            http.sendRequestEntity(request);
            http.flush();
            return Optional.empty();
        } catch (UnreadableBodyException e) {
            throw e;
        } catch (IOException e) {
            // A server that refuses a body may say so before it has read it all.
            return Optional.of(e);
        }
    }

    Undelivered failure(Exception cause) {
        if (isOverdue()) {
            return new Undelivered(Undelivered.Stage.TIMED_OUT, cause);
        }
        return new Undelivered(answered ? Undelivered.Stage.INCOMPLETE : Undelivered.Stage.BROKEN, cause);
    }

    /** Whether the next request may go this way, once the last answer is read. */
    boolean isReusable() {
        return reusable && http.isOpen();
    }

    void close() {
        http.close(CloseMode.GRACEFUL);
    }
}
