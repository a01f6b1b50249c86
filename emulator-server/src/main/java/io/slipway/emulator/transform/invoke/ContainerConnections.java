package io.slipway.emulator.transform.invoke;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** The connections to one container: as many as are in use at a time, kept open from request to request. */
final class ContainerConnections implements AutoCloseable {
    /** Servers close what is idle, after two seconds the most impatient of them. */
    private static final long LONGEST_IDLE_NANOS = Duration.ofSeconds(1).toNanos();

    private final URI uri;
    private final InetSocketAddress address;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Idle> idle = new ArrayDeque<>();
    private boolean closed;

    private record Idle(ContainerConnection connection, long since) {}

    ContainerConnections(URI uri) {
        this.uri = uri;
        String host = uri.getHost();
        this.address = new InetSocketAddress(
                host.startsWith("[") ? host.substring(1, host.length() - 1) : host, uri.getPort());
    }

    /**
     * @param headers lines, each with its end
     * @throws IOException if there is no whole answer
     */
    ContainerConnection.Answer post(String headers, RequestBody body, Path spool, Deadline deadline)
            throws IOException {
        String head = "POST " + uri.getRawPath() + " HTTP/1.1\r\nHost: " + uri.getRawAuthority()
                + "\r\nUser-Agent: Go-http-client/1.1\r\n" + headers;
        Optional<ContainerConnection> kept = takeIdle();
        if (kept.isPresent()) {
            try {
                return exchange(kept.get(), head, body, spool, deadline);
            } catch (IOException e) {
                // The server may have closed it just now; that is no fault of the request.
                if (kept.get().hasAnswered()
                        || deadline.isOver()
                        || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
            }
        }
        return exchange(new ContainerConnection(address), head, body, spool, deadline);
    }

    private ContainerConnection.Answer exchange(
            ContainerConnection connection, String head, RequestBody body, Path spool, Deadline deadline)
            throws IOException {
        deadline.guard(connection);
        try {
            return connection.exchange(head, body, spool);
        } finally {
            deadline.release();
            giveBack(connection);
        }
    }

    private Optional<ContainerConnection> takeIdle() {
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

    private void giveBack(ContainerConnection connection) {
        lock.lock();
        try {
            if (connection.isReusable() && !closed) {
                idle.addLast(new Idle(connection, System.nanoTime()));
            } else {
                connection.close();
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
    }
}
