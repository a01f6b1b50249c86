package io.slipway.emulator.endpoints.fleet;

import io.slipway.emulator.serving.ContainerDefinition;
import io.slipway.emulator.serving.ServingContainer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** One instance of a variant: its containers, and the requests that are in them. */
public final class Replica implements AutoCloseable {

    /** A container that takes requests. */
    public record Member(ContainerDefinition definition, ServingContainer container, LoadedModels models) {

        Member(ContainerDefinition definition, ServingContainer container) {
            this(definition, container, new LoadedModels(definition.keepsModels()));
        }
    }

    private final String instanceId;
    private final boolean direct;
    private final boolean multiModel;
    private final List<Member> members;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();
    private final CompletableFuture<?> ended;
    private volatile boolean open = true;

    /** @param direct whether a request goes to one of the containers, in place of one after the other */
    Replica(String instanceId, boolean direct, List<Member> members) {
        this.instanceId = instanceId;
        this.direct = direct;
        this.members = List.copyOf(members);
        this.multiModel =
                members.stream().anyMatch(member -> member.definition().isMultiModel());
        this.ended = CompletableFuture.anyOf(
                members.stream().map(member -> member.container().ended()).toArray(CompletableFuture[]::new));
    }

    public String instanceId() {
        return instanceId;
    }

    /** In the order in which a serial model's requests go through them. */
    public List<Member> members() {
        return members;
    }

    public boolean isMultiModel() {
        return multiModel;
    }

    public boolean isDirect() {
        return direct;
    }

    public Optional<Member> member(String hostname) {
        return members.stream()
                .filter(member -> member.definition().hostname().equals(hostname))
                .findFirst();
    }

    int inFlight() {
        return inFlight.get();
    }

    /** Begins a request; false if this instance takes none any more. Each begun one has to {@link #leave}. */
    boolean enter() {
        inFlight.incrementAndGet();
        if (open && !ended.isDone()) {
            return true;
        }
        leave();
        return false;
    }

    public void leave() {
        if (inFlight.decrementAndGet() == 0 && !open) {
            lock.lock();
            try {
                idle.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    public boolean isRunning() {
        return !ended.isDone();
    }

    /** Waits for the end of one of its containers; false if none ends in that time. */
    boolean endsWithin(Duration time) throws InterruptedException {
        return ServingContainer.endsWithin(ended, time);
    }

    boolean answersPing() throws InterruptedException {
        return answersPing(ServingContainer.PING_TIMEOUT);
    }

    /** @param limit for each of its containers; one that works may have to end that before it answers */
    boolean answersPing(Duration limit) throws InterruptedException {
        for (Member member : members) {
            if (!member.container().answersPing(limit)) {
                return false;
            }
        }
        return true;
    }

    /** Takes no more requests, and waits for the answers to those that it has, but no longer than that. */
    void drain(Duration limit) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            open = false;
            long left = limit.toNanos();
            while (inFlight.get() > 0 && left > 0 && isRunning()) {
                left = idle.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Asks its containers to end, and removes them. */
    void stop() throws InterruptedException {
        open = false;
        try {
            for (Member member : members) {
                member.container().stop();
            }
        } finally {
            close();
        }
    }

    @Override
    public void close() {
        open = false;
        members.forEach(member -> member.container().close());
    }
}
