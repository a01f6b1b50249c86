package io.slipway.container.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slipway.container.EngineException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class OutputBufferTest {

    private final OutputBuffer buffer = new OutputBuffer();

    @Test
    void whatWasPutIsTakenInOrderUntilTheEnd() throws InterruptedException {
        buffer.put(chunk(1));
        buffer.put(chunk(2));
        buffer.finish(Optional.empty());

        assertThat(length(buffer.take())).isEqualTo(1);
        assertThat(length(buffer.take())).isEqualTo(2);
        assertThat(buffer.take()).isEmpty();
    }

    @Test
    void failureIsToldAfterWhatCameBefore() throws InterruptedException {
        buffer.put(chunk(1));
        buffer.finish(Optional.of(new EngineException("gone")));

        assertThat(buffer.take()).isPresent();
        assertThatExceptionOfType(EngineException.class)
                .isThrownBy(buffer::take)
                .withMessage("gone");
    }

    @Test
    void streamWaitsForASlowReader() throws Exception {
        buffer.put(chunk(1 << 20));
        Thread stream = new Thread(() -> putUninterrupted(chunk(1)));
        stream.start();
        while (stream.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }

        buffer.take();
        stream.join();

        assertThat(length(buffer.take())).isEqualTo(1);
    }

    @Test
    void endedContainerWaitsForNoReader() throws InterruptedException {
        buffer.put(chunk(1 << 20));
        buffer.liftLimit();
        buffer.put(chunk(5));

        buffer.take();
        assertThat(length(buffer.take())).isEqualTo(5);
    }

    @Test
    void containerThatNobodyFollowsIsNotHeldBack() throws InterruptedException {
        buffer.expectNoReader();
        buffer.put(chunk(1 << 20));
        buffer.put(chunk(5));
        buffer.finish(Optional.empty());

        assertThat(length(buffer.take())).isEqualTo(1 << 20);
        assertThat(buffer.take()).isEmpty();
    }

    @Test
    void discardedOutputEndsTheReader() throws Exception {
        var taken = new CompletableFuture<Optional<OutputBuffer.Chunk>>();
        Thread.ofVirtual().start(() -> {
            try {
                taken.complete(buffer.take());
            } catch (InterruptedException e) {
                taken.completeExceptionally(e);
            }
        });

        buffer.discard();

        assertThat(taken.get()).isEmpty();
    }

    private void putUninterrupted(OutputBuffer.Chunk chunk) {
        try {
            buffer.put(chunk);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static OutputBuffer.Chunk chunk(int length) {
        return new OutputBuffer.Chunk(Instant.EPOCH, false, new byte[length]);
    }

    private static int length(Optional<OutputBuffer.Chunk> chunk) {
        return chunk.orElseThrow().bytes().length;
    }
}
