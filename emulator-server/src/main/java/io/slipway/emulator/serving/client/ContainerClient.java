package io.slipway.emulator.serving.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;

/**
 * Requests to one container, each in its caller's thread, which should be a virtual one, over as many connections as are in
 * use at a time, kept open from request to request. Closing it ends what is under way: to be done when the container has
 * ended, as a connection may not show that for minutes.
 */
public final class ContainerClient implements AutoCloseable {

    /** Servers close what is idle, after two seconds the most impatient of them. */
    private static final long LONGEST_IDLE_NANOS = Duration.ofSeconds(1).toNanos();

    /** A container that closes a connection without a word gets no kept one for this time. */
    private static final long DISTRUST_NANOS = Duration.ofSeconds(10).toNanos();

    private static final long LONGEST_CONNECT_NANOS = Duration.ofSeconds(5).toNanos();

    /** What the server of Slipway's own images says: how many processes it has, each of which takes one request at a time. */
    private static final String PROCESSES = "Slipway-Processes";

    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,6}");

    private final InetSocketAddress address;
    private final String authority;
    private final InUse inUse = new InUse();
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Idle> idle = new ArrayDeque<>();
    private final Places places = new Places();
    private volatile long keptAgainFrom = System.nanoTime();
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
        if (!places.take(end)) {
            throw new Undelivered(Undelivered.Stage.TIMED_OUT, "the container has other requests to answer first");
        }
        boolean answered = false;
        try {
            Answer answer = send(request, end);
            answered = true;
            return answer;
        } finally {
            if (!answered) {
                places.leave();
            }
        }
    }

    private Answer send(ContainerRequest request, long end)
            throws Undelivered, UnreadableBodyException, InterruptedException {
        Optional<Connection> kept = takeIdle();
        if (kept.isPresent()) {
            Connection connection = kept.get();
            try {
                return exchange(connection, request, end);
            } catch (Undelivered e) {
                if (e.stage() != Undelivered.Stage.BROKEN) {
                    throw e;
                }
                // It closed a connection that it was to keep, and may do so with each that it has.
                keptAgainFrom = System.nanoTime() + DISTRUST_NANOS;
                if (!connection.leftUnread()) {
                    throw e;
                }
            }
        }
        return exchange(connect(end), request, end);
    }

    private Connection connect(long end) throws Undelivered, InterruptedException {
        Optional<Connection> begun = Optional.empty();
        boolean made = false;
        try {
            Connection connection = new Connection(Math.min(end, System.nanoTime() + LONGEST_CONNECT_NANOS));
            begun = Optional.of(connection);
            inUse.add(connection);
            if (closed) {
                throw new Undelivered(Undelivered.Stage.NOT_SENT, "the container has ended");
            }
            connection.connect(address);
            made = true;
            return connection;
        } catch (Undelivered e) {
            throw e;
        } catch (IOException e) {
            checkInterrupt(e);
            throw new Undelivered(Undelivered.Stage.NOT_SENT, e);
        } finally {
            if (!made) {
                begun.ifPresent(this::discard);
            }
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
            Header processes = response.getFirstHeader(PROCESSES);
            if (processes != null) {
                limit(processes.getValue());
            }
            var answer = new Answer(response, connection, () -> {
                release(connection);
                places.leave();
            });
            answered = true;
            return answer;
        } catch (UnreadableBodyException e) {
            throw e;
        } catch (IOException | HttpException e) {
            checkInterrupt(e);
            throw connection.failure(e);
        } finally {
            if (!answered) {
                discard(connection);
            }
        }
    }

    private void limit(String processes) {
        int count = DIGITS.matcher(processes).matches() ? Integer.parseInt(processes) : 0;
        if (count > 0 && !closed) {
            places.limit(count);
        }
    }

    private void discard(Connection connection) {
        inUse.remove(connection);
        connection.close();
    }

    private static void checkInterrupt(Exception cause) throws InterruptedException {
        if (Thread.interrupted()) {
            var interrupt = new InterruptedException();
            interrupt.initCause(cause);
            throw interrupt;
        }
    }

    private Optional<Connection> takeIdle() {
        while (true) {
            Optional<Idle> latest = latestIdle();
            if (latest.isEmpty()) {
                return Optional.empty();
            }
            Connection connection = latest.get().connection();
            if (!connection.isStale()) {
                return Optional.of(connection);
            }
            connection.close();
        }
    }

    private Optional<Idle> latestIdle() {
        lock.lock();
        try {
            Idle latest = idle.pollLast();
            if (latest == null || System.nanoTime() - latest.since() <= LONGEST_IDLE_NANOS) {
                return Optional.ofNullable(latest);
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
        if (!connection.isReusable() || System.nanoTime() - keptAgainFrom < 0) {
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
        places.open();
    }
}
