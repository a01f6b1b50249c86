package io.slipway.emulator.serving.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;

/**
 * Requests to one container, each in its caller's thread, which should be a virtual one, over as many connections as are in
 * use at a time, kept open from request to request. Closing it ends what is under way: to be done when the container has
 * ended, as a connection may not show that for minutes.
 */
public final class ContainerClient implements AutoCloseable {

    /** Servers close what is idle, after two seconds the most impatient of them. */
    private static final long LONGEST_IDLE_NANOS = Duration.ofSeconds(1).toNanos();

    private final InetSocketAddress address;
    private final String authority;
    private final InUse inUse = new InUse();
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Idle> idle = new ArrayDeque<>();
    private volatile boolean closed;

    private record Idle(Connection connection, long since) {}

    public ContainerClient(InetSocketAddress address) {
        this.address = address;
        InetAddress resolved = address.getAddress();
        String host = resolved == null ? address.getHostString() : resolved.getHostAddress();
        this.authority = (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    /**
     * Sends a request and waits for the head of its answer.
     *
     * @param limit of the whole exchange, the body of the answer included
     * @throws UnreadableBodyException if the request's body cannot be read
     */
    public Answer send(ContainerRequest request, Duration limit)
            throws Undelivered, UnreadableBodyException, InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        Optional<Connection> kept = takeIdle();
        if (kept.isPresent()) {
            try {
                return exchange(kept.get(), request, end);
            } catch (Undelivered e) {
                // The server may have closed it just now; that is no fault of the request.
                if (e.stage() != Undelivered.Stage.BROKEN) {
                    throw e;
                }
            }
        }
        return exchange(connect(end), request, end);
    }

    private Connection connect(long end) throws Undelivered, InterruptedException {
        if (closed) {
            throw new Undelivered(Undelivered.Stage.NOT_SENT, "the container has ended");
        }
        try {
            return new Connection(address, end);
        } catch (IOException e) {
            checkInterrupt(e);
            throw new Undelivered(Undelivered.Stage.NOT_SENT, e);
        }
    }

    private Answer exchange(Connection connection, ContainerRequest request, long end)
            throws Undelivered, UnreadableBodyException, InterruptedException {
        connection.begin(end);
        inUse.add(connection);
        boolean answered = false;
        try {
            if (closed) {
                connection.close();
            }
            ClassicHttpResponse response = connection.exchange(request, authority);
            var answer = new Answer(response, connection, () -> release(connection));
            answered = true;
            return answer;
        } catch (UnreadableBodyException e) {
            throw e;
        } catch (IOException | HttpException e) {
            checkInterrupt(e);
            throw connection.failure(e);
        } finally {
            if (!answered) {
                connection.close();
                release(connection);
            }
        }
    }

    private static void checkInterrupt(Exception cause) throws InterruptedException {
        if (Thread.interrupted()) {
            var interrupt = new InterruptedException();
            interrupt.initCause(cause);
            throw interrupt;
        }
    }

    private Optional<Connection> takeIdle() {
        lock.lock();
        try {
            Idle latest = idle.pollLast();
            if (latest == null || System.nanoTime() - latest.since() <= LONGEST_IDLE_NANOS) {
                return Optional.ofNullable(latest).map(Idle::connection);
            }
            // All others have been idle for longer.
            latest.connection().close();
            idle.forEach(each -> each.connection().close());
            idle.clear();
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private void release(Connection connection) {
        inUse.remove(connection);
        if (!connection.isReusable()) {
            connection.close();
            return;
        }
        lock.lock();
        try {
            if (closed) {
                connection.close();
            } else {
                idle.addLast(new Idle(connection, System.nanoTime()));
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            idle.forEach(each -> each.connection().close());
            idle.clear();
        } finally {
            lock.unlock();
        }
        inUse.closeAll();
    }
}
