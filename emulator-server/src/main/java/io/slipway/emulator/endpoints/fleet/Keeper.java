package io.slipway.emulator.endpoints.fleet;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees to it that one instance of a variant serves: starts it, and another one when it ends. */
final class Keeper {

    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
    private static final Duration PING_INTERVAL = Duration.ofSeconds(5);

    /** Idle and without an answer to a ping: then it is replaced, as it hangs. */
    private static final int MOST_FAILED_PINGS = 12;

    private static final Duration SHORT_LIFE = Duration.ofMinutes(1);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final String name;
    private final ReplicaStarter starter;
    private final ServingPool pool;
    private final CompletableFuture<Void> served = new CompletableFuture<>();
    private final Thread thread;
    private volatile Optional<Replica> current;

    /** @param adopted an instance that runs already */
    Keeper(String name, ReplicaStarter starter, ServingPool pool, Optional<Replica> adopted) {
        this.name = name;
        this.starter = starter;
        this.pool = pool;
        this.current = adopted;
        adopted.ifPresent(pool::add);
        this.thread = Thread.ofVirtual().name("keeper-" + name).start(this::run);
    }

    /** Waits until it has served for the first time. */
    void awaitServing() throws ReplicaFailure, InterruptedException {
        try {
            served.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ReplicaFailure failure) {
                throw failure;
            }
            var interrupt = new InterruptedException(name + " was given up");
            interrupt.initCause(e);
            throw interrupt;
        }
    }

    private void run() {
        Duration pause = Duration.ZERO;
        try {
            while (true) {
                long start = System.nanoTime();
                try {
                    keep();
                } catch (ReplicaFailure e) {
                    LOG.info("{} does not come up: {}", name, e.reason());
                    if (served.completeExceptionally(e)) {
                        return;
                    }
                }
                boolean livedLong = System.nanoTime() - start > SHORT_LIFE.toNanos();
                pause = livedLong ? Duration.ZERO : next(pause);
                Thread.sleep(pause);
            }
        } catch (InterruptedException e) {
            LOG.debug("{} is kept no longer", name);
        } catch (RuntimeException e) {
            LOG.error("{} is lost", name, e);
            served.completeExceptionally(FailureReasons.notStarted(name, String.valueOf(e.getMessage())));
        } finally {
            served.completeExceptionally(new InterruptedException(name + " was given up"));
        }
    }

    /** From the start of an instance to its end. */
    private void keep() throws ReplicaFailure, InterruptedException {
        if (current.isEmpty()) {
            Replica started = starter.start();
            current = Optional.of(started);
            pool.add(started);
        }
        Replica replica = current.get();
        served.complete(null);
        awaitEnd(replica);
        LOG.warn("{} has ended and is replaced", name);
        pool.remove(replica);
        replica.close();
        current = Optional.empty();
    }

    private static void awaitEnd(Replica replica) throws InterruptedException {
        int failed = 0;
        while (failed < MOST_FAILED_PINGS && !replica.endsWithin(PING_INTERVAL)) {
            // One that works may not have a process to spare for a ping.
            boolean well = replica.inFlight() > 0 || replica.answersPing();
            failed = well ? 0 : failed + 1;
        }
    }

    private static Duration next(Duration pause) {
        if (pause.isZero()) {
            return FIRST_PAUSE;
        }
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }

    /** Ends the instance when it has answered what it has, and does not replace it. */
    void retire(Duration drain) throws InterruptedException {
        giveUp();
        if (current.isPresent()) {
            Replica replica = current.get();
            try {
                replica.drain(drain);
                replica.stop();
            } finally {
                replica.close();
            }
        }
    }

    /** Ends the instance at once. */
    void close() {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                giveUp();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        current.ifPresent(Replica::close);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void giveUp() throws InterruptedException {
        thread.interrupt();
        thread.join();
        current.ifPresent(pool::remove);
    }
}
