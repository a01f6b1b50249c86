package io.slipway.emulator.serving.client;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** The connections with a request under way. Those whose time is over are closed a moment later. */
final class InUse {

    private static final Duration LOOK = Duration.ofMillis(50);

    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean watched = new AtomicBoolean();

    void add(Connection connection) {
        connections.add(connection);
        if (!watched.get() && watched.compareAndSet(false, true)) {
            Thread.ofVirtual().name("overdue-requests").start(this::watch);
        }
    }

    void remove(Connection connection) {
        connections.remove(connection);
    }

    void closeAll() {
        connections.forEach(Connection::close);
    }

    /** Until there is none; a timer of its own for each request would cost more than the request. */
    private void watch() {
        boolean again = true;
        while (again) {
            try {
                Thread.sleep(LOOK);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            connections.stream().filter(Connection::isOverdue).forEach(Connection::close);
            if (connections.isEmpty()) {
                watched.set(false);
                again = !connections.isEmpty() && watched.compareAndSet(false, true);
            }
        }
    }
}
