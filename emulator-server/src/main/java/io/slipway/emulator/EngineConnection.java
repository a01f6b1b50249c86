package io.slipway.emulator;

import io.slipway.container.ContainerEngine;
import io.slipway.container.EngineInfo;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** A container engine that is connected beside the rest of the start, as either takes about as long. */
final class EngineConnection implements AutoCloseable {

    /** @param info what the engine said of itself when it was connected */
    record Connected(ContainerEngine engine, EngineInfo info) {}

    private final CompletableFuture<ContainerEngine> engine;
    private final CompletableFuture<Connected> connected;

    private EngineConnection(Supplier<ContainerEngine> connect) {
        engine = CompletableFuture.supplyAsync(connect, Thread::startVirtualThread);
        connected = engine.thenApply(each -> new Connected(each, each.describe()));
    }

    static EngineConnection open(Supplier<ContainerEngine> connect) {
        return new EngineConnection(connect);
    }

    /** @throws io.slipway.container.EngineException if no engine answers */
    Connected await() {
        try {
            return connected.join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case RuntimeException failure -> throw failure;
                case Error error -> throw error;
                case null, default -> throw e;
            }
        }
    }

    @Override
    public void close() {
        connected.exceptionally(failed -> null).join();
        if (!engine.isCompletedExceptionally()) {
            engine.join().close();
        }
    }
}
