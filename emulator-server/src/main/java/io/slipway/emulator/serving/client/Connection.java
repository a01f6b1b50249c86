package io.slipway.emulator.serving.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
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

/**
 * One connection to a container's HTTP server, for one request after the other. Any thread may close it, to end one. A channel
 * blocks in a single call of the kernel, where a socket with a time limit needs one more for each wait.
 */
final class Connection {

    private static final Http1Config CONFIG = Http1Config.custom()
            .setMaxLineLength(1 << 16)
            .setMaxHeaderCount(1000)
            .build();

    private final SocketChannel channel;
    private final DefaultBHttpClientConnection http = new DefaultBHttpClientConnection(CONFIG);
    private volatile long end;
    private boolean answered;
    private boolean unread;
    private boolean reusable;

    /** @param end of the time to connect, by {@link System#nanoTime} */
    Connection(long end) throws IOException {
        this.end = end;
        this.channel = SocketChannel.open();
    }

    void connect(InetSocketAddress address) throws IOException {
        if (address.isUnresolved()) {
            throw new UnknownHostException(address.getHostString());
        }
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.connect(address);
        http.bind(channel.socket());
    }

    /** From here on a request is under way. */
    void begin(long newEnd) {
        end = newEnd;
        answered = false;
        unread = false;
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
            // A server resets a connection that it closed before it has read what came; else it just ends it.
            unread = channel.isOpen() && (broken.isPresent() || e instanceof SocketException);
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

    /** Whether the server surely has not read the whole request that failed. */
    boolean leftUnread() {
        return unread;
    }

    /** Whether the next request may go this way, once the last answer is read. */
    boolean isReusable() {
        return reusable && channel.isOpen();
    }

    /** Whether the server has closed an idle one, or said what it was not asked. */
    boolean isStale() {
        try {
            channel.configureBlocking(false);
            boolean stale = channel.read(ByteBuffer.allocate(1)) != 0;
            channel.configureBlocking(true);
            return stale;
        } catch (IOException e) {
            return true;
        }
    }

    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // It is not used any more, whatever became of it.
            reusable = false;
        }
    }
}
