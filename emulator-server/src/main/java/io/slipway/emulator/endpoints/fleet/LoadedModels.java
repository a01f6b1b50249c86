package io.slipway.emulator.endpoints.fleet;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** Which models a multi-model container has in memory, by their names in the library; the least recently used first. */
public final class LoadedModels {

    private static final float LOAD_FACTOR = 0.75f;

    private final boolean keeps;
    private final Map<String, String> identifiers = new LinkedHashMap<>(16, LOAD_FACTOR, true);
    private final ReentrantLock loading = new ReentrantLock();
    private final ReentrantLock lock = new ReentrantLock();

    LoadedModels(boolean keeps) {
        this.keeps = keeps;
    }

    /** Whether a model stays after its request. */
    public boolean keeps() {
        return keeps;
    }

    /** One model is brought at a time. */
    public ReentrantLock loading() {
        return loading;
    }

    /** The name under which the container knows the model, if it is loaded. */
    public Optional<String> find(String model) {
        lock.lock();
        try {
            return Optional.ofNullable(identifiers.get(model));
        } finally {
            lock.unlock();
        }
    }

    public void add(String model, String identifier) {
        lock.lock();
        try {
            identifiers.put(model, identifier);
        } finally {
            lock.unlock();
        }
    }

    public void remove(String model) {
        lock.lock();
        try {
            identifiers.remove(model);
        } finally {
            lock.unlock();
        }
    }

    /** The one that was not used for the longest time. */
    public Optional<Map.Entry<String, String>> oldest() {
        lock.lock();
        try {
            return identifiers.entrySet().stream().findFirst().map(Map.Entry::copyOf);
        } finally {
            lock.unlock();
        }
    }
}
