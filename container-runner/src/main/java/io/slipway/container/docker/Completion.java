package io.slipway.container.docker;

import com.github.dockerjava.api.async.ResultCallback;
import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A streamed answer of the engine, to be waited for. */
final class Completion<T> implements ResultCallback<T> {

    private final Consumer<T> items;
    private final CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
    private volatile @Nullable Closeable stream;
    private volatile boolean closed;

    Completion(Consumer<T> items) {
        this.items = items;
    }

    CompletableFuture<@Nullable Void> done() {
        return done;
    }

    @Override
    public void onStart(Closeable started) {
        stream = started;
        if (closed) {
            abort(started);
        }
    }

    @Override
    public void onNext(T item) {
        if (!closed) {
            items.accept(item);
        }
    }

    @Override
    public void onError(Throwable failure) {
        done.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        done.complete(null);
    }

    /** Waits for the end of the answer; when interrupted, tells the engine by hanging up. */
    void await() throws InterruptedException {
        try {
            done.get();
        } catch (InterruptedException e) {
            close();
            throw e;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void close() {
        closed = true;
        Closeable started = stream;
        if (started != null) {
            abort(started);
        }
    }

    private void abort(Closeable started) {
        try {
            started.close();
        } catch (IOException e) {
            done.completeExceptionally(e);
        }
    }
}
