package io.slipway.emulator.tuning;

import io.slipway.emulator.aws.Arn;
import io.slipway.emulator.store.Page;
import io.slipway.emulator.store.PageRequest;
import io.slipway.emulator.store.Resource;
import io.slipway.emulator.store.ResourceStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** A store that takes a number of writes and then has its program die at every further one. */
final class CrashingStore implements ResourceStore {
    private final ResourceStore store;
    private final AtomicInteger left;

    /** The program is dead: nothing catches this. */
    static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    CrashingStore(ResourceStore store, int writes) {
        this.store = store;
        this.left = new AtomicInteger(writes);
    }

    private void write() {
        if (left.getAndDecrement() <= 0) {
            throw new Crash();
        }
    }

    boolean hasCrashed() {
        return left.get() < 0;
    }

    @Override
    public boolean insertIfAbsent(Resource resource) {
        write();
        return store.insertIfAbsent(resource);
    }

    @Override
    public Optional<Resource> find(Arn arn) {
        return store.find(arn);
    }

    @Override
    public Optional<Resource> update(Arn arn, UnaryOperator<Resource> change) {
        write();
        return store.update(arn, change);
    }

    @Override
    public boolean delete(Arn arn) {
        write();
        return store.delete(arn);
    }

    @Override
    public Page page(PageRequest request) {
        return store.page(request);
    }

    @Override
    public List<Resource> withStatus(String kind, List<String> statuses) {
        return store.withStatus(kind, statuses);
    }

    @Override
    public List<Resource> childrenOf(Arn parent) {
        return store.childrenOf(parent);
    }
}
