package io.slipway.emulator.identity;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** Whom temporary access keys stand for. The oldest are forgotten, which costs a client no more than its name. */
final class Sessions {

    private static final int MOST = 1000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Caller> byAccessKey = new LinkedHashMap<>();

    /** @param userId {@code AROA...:session} */
    record Caller(String arn, String userId) {}

    void remember(String accessKey, Caller caller) {
        lock.lock();
        try {
            byAccessKey.put(accessKey, caller);
            if (byAccessKey.size() > MOST) {
                byAccessKey.remove(byAccessKey.keySet().iterator().next());
            }
        } finally {
            lock.unlock();
        }
    }

    Optional<Caller> find(String accessKey) {
        lock.lock();
        try {
            return Optional.ofNullable(byAccessKey.get(accessKey));
        } finally {
            lock.unlock();
        }
    }
}
