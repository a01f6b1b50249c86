package io.slipway.emulator.job;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The feeds of all pipes of a job while its containers run. */
public final class PipeFeeds implements AutoCloseable {

    private final List<PipeFeed> feeds;
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();

    private PipeFeeds(List<PipeFeed> feeds) {
        this.feeds = feeds;
    }

    /** @param onFailure run once if the data of one cannot be had */
    public static PipeFeeds start(List<PipeFeed> feeds, Runnable onFailure) {
        var all = new PipeFeeds(feeds);
        feeds.forEach(feed -> feed.start(reason -> {
            if (all.failure.compareAndSet(null, reason)) {
                onFailure.run();
            }
        }));
        return all;
    }

    /** Why the data of one cannot be had, if so. */
    public Optional<RuntimeException> failure() {
        return Optional.ofNullable(failure.get());
    }

    @Override
    public void close() {
        feeds.forEach(PipeFeed::close);
    }
}
