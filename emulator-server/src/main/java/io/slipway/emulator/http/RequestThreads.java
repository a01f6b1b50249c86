package io.slipway.emulator.http;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A thread for each request: a few of the platform's, as one that waits for a container's answer is woken by the kernel
 * itself and not by two other threads, then virtual ones, however many.
 */
final class RequestThreads {

    private static final int MOST_OF_THE_PLATFORM = 16;
    private static final Duration IDLE = Duration.ofSeconds(30);

    private RequestThreads() {}

    static Executor executor() {
        ThreadFactory virtual = Thread.ofVirtual().name("http-request-", 0).factory();
        return new ThreadPoolExecutor(
                0,
                MOST_OF_THE_PLATFORM,
                IDLE.toSeconds(),
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                Thread.ofPlatform().daemon().name("http-request-p", 0).factory(),
                (request, full) -> virtual.newThread(request).start());
    }
}
