package io.slipway.emulator.endpoints.fleet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/** A production variant that runs. */
public final class Variant {

    private final ReplicaStarter starter;
    private final ServingPool pool;
    private final String name;
    private final String keeperName;
    private final List<Keeper> keepers = new ArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private volatile VariantPlan plan;
    private volatile double weight;
    private volatile int count;
    private final OptionalInt mostAtOnce;
    private final AtomicInteger admitted = new AtomicInteger();

    /**
     * @param keeperName for the log
     * @param adopted instances that run already
     */
    Variant(VariantPlan plan, ReplicaStarter starter, String keeperName, List<Replica> adopted) {
        this.plan = plan;
        this.weight = plan.weight();
        this.count = plan.count();
        this.mostAtOnce = plan.mostAtOnce();
        this.starter = starter;
        this.name = plan.name();
        this.keeperName = keeperName;
        this.pool = new ServingPool(plan.prefersTheLeastBusy());
        adopted.stream().limit(plan.count()).forEach(replica -> keepers.add(keeper(Optional.of(replica))));
        adopted.stream().skip(plan.count()).forEach(Replica::close);
        grow(plan.count());
    }

    private Keeper keeper(Optional<Replica> adopted) {
        return new Keeper(keeperName + "/" + (keepers.size() + 1), starter, pool, adopted);
    }

    private void grow(int count) {
        while (keepers.size() < count) {
            keepers.add(keeper(Optional.empty()));
        }
    }

    public String name() {
        return name;
    }

    /** Its share of the requests, beside those of the other variants. */
    double weight() {
        return weight;
    }

    public VariantPlan plan() {
        return plan;
    }

    /** How many instances there are to be. */
    public int count() {
        return count;
    }

    /** Begins a request; false if a serverless variant has as many as it may. Each begun one has to be {@link #dismiss}ed. */
    public boolean admit() {
        if (mostAtOnce.isEmpty()) {
            return true;
        }
        if (admitted.incrementAndGet() <= mostAtOnce.getAsInt()) {
            return true;
        }
        admitted.decrementAndGet();
        return false;
    }

    public void dismiss() {
        if (mostAtOnce.isPresent()) {
            admitted.decrementAndGet();
        }
    }

    /** An instance for one request, which has to {@link Replica#leave} it; waits while none serves. */
    public Optional<Replica> acquire(Duration limit) throws InterruptedException {
        return pool.acquire(limit);
    }

    /** As {@link #acquire}, but an instance that has just answered a ping. */
    public Optional<Replica> acquireAnswering(Duration limit) throws InterruptedException {
        return pool.acquireAnswering(limit);
    }

    /** Gives that instance no request until it is seen to be well. */
    public void doubt(Replica replica) {
        pool.doubt(replica);
    }

    boolean isServing() {
        return pool.size() > 0 || plan.count() == 0;
    }

    void awaitServing() throws ReplicaFailure, InterruptedException {
        for (Keeper keeper : snapshot()) {
            keeper.awaitServing();
        }
    }

    private List<Keeper> snapshot() {
        lock.lock();
        try {
            return List.copyOf(keepers);
        } finally {
            lock.unlock();
        }
    }

    /** Starts instances until there are so many; when that fails, there are as many as before. */
    void growTo(int count) throws ReplicaFailure, InterruptedException {
        int before = snapshot().size();
        lock.lock();
        try {
            grow(count);
        } finally {
            lock.unlock();
        }
        try {
            awaitServing();
        } catch (ReplicaFailure e) {
            shrinkTo(before, Duration.ZERO);
            throw e;
        }
    }

    /** Ends the instances that are too many. */
    void shrinkTo(int count, Duration drain) throws InterruptedException {
        List<Keeper> all = snapshot();
        lock.lock();
        try {
            while (keepers.size() > count) {
                keepers.removeLast();
            }
        } finally {
            lock.unlock();
        }
        for (int i = count; i < all.size(); i++) {
            all.get(i).retire(drain);
        }
    }

    void setPlan(VariantPlan changed) {
        plan = changed;
        weight = changed.weight();
        count = changed.count();
    }

    /** Whoever waits for an instance is told that there will be none. */
    void closePool() {
        pool.close();
    }

    void retire(Duration drain) throws InterruptedException {
        pool.close();
        shrinkTo(0, drain);
    }

    void close() {
        pool.close();
        snapshot().forEach(Keeper::close);
    }
}
