package io.slipway.emulator.endpoints.fleet;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/** The instances of a variant that take requests now. */
final class ServingPool {

    private static final Replica[] NONE = {};
    private static final Duration BETWEEN_PINGS = Duration.ofMillis(20);

    private final boolean leastBusy;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<Replica> doubted = new HashSet<>();
    private volatile Replica[] replicas = NONE;
    private volatile boolean closed;

    /** @param leastBusy whether the one with the fewest requests gets the next one, in place of any */
    ServingPool(boolean leastBusy) {
        this.leastBusy = leastBusy;
    }

    /** How many there are, those in doubt with them. */
    int size() {
        lock.lock();
        try {
            return replicas.length + doubted.size();
        } finally {
            lock.unlock();
        }
    }

    void add(Replica replica) {
        change(() -> put(replica));
    }

    void remove(Replica replica) {
        change(() -> {
            take(replica);
            doubted.remove(replica);
        });
    }

    /** No request goes to an instance that broke one off until it answers a ping: it may have ended just now. */
    void doubt(Replica replica) {
        change(() -> {
            if (take(replica)) {
                doubted.add(replica);
                Thread.ofVirtual().name("doubt-" + replica.instanceId()).start(() -> settle(replica));
            }
        });
    }

    private void settle(Replica replica) {
        try {
            do {
                Thread.sleep(BETWEEN_PINGS);
            } while (replica.isRunning() && !replica.answersPing());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        change(() -> {
            // Else its keeper has removed it meanwhile; one that has ended takes none and is about to be.
            if (doubted.remove(replica)) {
                put(replica);
            }
        });
    }

    private void put(Replica replica) {
        replicas = Stream.concat(Stream.of(replicas), Stream.of(replica)).toArray(Replica[]::new);
    }

    private boolean take(Replica replica) {
        int before = replicas.length;
        replicas = Stream.of(replicas).filter(other -> !other.equals(replica)).toArray(Replica[]::new);
        return replicas.length < before;
    }

    /** Whoever waits is told that nothing comes any more. */
    void close() {
        change(() -> closed = true);
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * An instance for one request, which has entered it. While none serves (one that died is being replaced) this waits.
     *
     * @return empty if there is none in that time, or there will be none
     */
    Optional<Replica> acquire(Duration limit) throws InterruptedException {
        Optional<Replica> now = tryAcquire();
        if (now.isPresent() || closed) {
            return now;
        }
        long left = limit.toNanos();
        lock.lockInterruptibly();
        try {
            while (left > 0 && !closed) {
                now = tryAcquire();
                if (now.isPresent()) {
                    return now;
                }
                left = changed.awaitNanos(left);
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /**
     * As {@link #acquire}, but one that has just answered a ping: for a request that was broken off, as the next instance may
     * have ended with the first. One that does not answer is in doubt from then on.
     */
    Optional<Replica> acquireAnswering(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            Optional<Replica> next = acquire(left(end));
            if (next.isEmpty() || answersPing(next.get(), left(end))) {
                return next;
            }
            doubt(next.get());
        }
    }

    private static Duration left(long end) {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }

    /** If not, the instance is left. */
    private static boolean answersPing(Replica replica, Duration limit) throws InterruptedException {
        boolean answers = false;
        try {
            answers = replica.answersPing(limit);
            return answers;
        } finally {
            if (!answers) {
                replica.leave();
            }
        }
    }

    private Optional<Replica> tryAcquire() {
        Replica[] all = replicas;
        int first = all.length < 2
                ? 0
                : leastBusy ? leastBusy(all) : ThreadLocalRandom.current().nextInt(all.length);
        for (int i = 0; i < all.length; i++) {
            Replica replica = all[(first + i) % all.length];
            if (replica.enter()) {
                return Optional.of(replica);
            }
        }
        return Optional.empty();
    }

    private static int leastBusy(Replica[] all) {
        int best = 0;
        for (int i = 1; i < all.length; i++) {
            if (all[i].inFlight() < all[best].inFlight()) {
                best = i;
            }
        }
        return best;
    }
}
